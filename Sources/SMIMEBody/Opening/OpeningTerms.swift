import CMS
import MIME
import SIPMessage

/// What the checks of one opening ask, and what they are bound by.
struct OpeningTerms {
    let sources: any OpeningSources
    let anchors: TrustAnchors
    let policy: OpeningPolicy
    let cache: CertificateCache

    /// Makes every check but those of admission.
    func check(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool
    ) throws(OpeningRefusal) -> CheckedContent {
        var unwrapping = Unwrapping(terms: self, context: context)
        let checks = ContentChecks(terms: self, context: context, once: once)
        var failsRegardlessOfSender = false
        do throws(SMIMEError) {
            let unwrapped = try unwrapping.unwrap(entity)
            if let mismatch = unwrapped.senderMismatch {
                failsRegardlessOfSender = checks.failsRegardlessOfSender(unwrapped)
                throw mismatch
            }
            return try checks.check(unwrapped, layers: unwrapping.layers, warnings: unwrapping.warnings)
        } catch {
            if let bound = unwrapping.mismatchedBinding {
                failsRegardlessOfSender = checks.isTampered(bound)
            }
            throw OpeningRefusal(
                reason: error, layers: unwrapping.layers, failsRegardlessOfSender: failsRegardlessOfSender)
        }
    }
}

/// The sources of keys and certificates as the checks of one opening ask them, whatever errors they have of their own.
protocol OpeningSources: AnyObject {
    func keyedCertificates(
        answeringTo identifiers: [CertificateIdentifier]
    ) throws(SMIMEError) -> [KeyedCertificate]

    func holdsKey(of uri: SIPURI) throws(SMIMEError) -> Bool

    func certificatesWithKey(of uri: SIPURI) throws(SMIMEError) -> [Certificate]

    func certificates(answeringTo identifier: CertificateIdentifier) throws(SMIMEError) -> [Certificate]
}

/// Asks the sources of an opener, and keeps the first error of theirs for the end of the opening.
///
/// The checks only learn that they cannot go on: what they throw then is replaced by ``failure``, so that the error of a
/// store is never taken for a property of the message.
final class RecordingSources<Failure: Error>: OpeningSources {
    private let keys: any DecryptionKeySource<Failure>
    private let signers: any SignerCertificateSource<Failure>
    /// What a source threw first; nil if all answered.
    private(set) var failure: Failure?

    init(keys: any DecryptionKeySource<Failure>, signers: any SignerCertificateSource<Failure>) {
        self.keys = keys
        self.signers = signers
    }

    func keyedCertificates(
        answeringTo identifiers: [CertificateIdentifier]
    ) throws(SMIMEError) -> [KeyedCertificate] {
        try recorded { () throws(Failure) in try keys.keyedCertificates(answeringTo: identifiers) }
    }

    func holdsKey(of uri: SIPURI) throws(SMIMEError) -> Bool {
        try recorded { () throws(Failure) in try keys.holdsKey(of: uri) }
    }

    func certificatesWithKey(of uri: SIPURI) throws(SMIMEError) -> [Certificate] {
        try recorded { () throws(Failure) in try keys.certificatesWithKey(of: uri) }
    }

    func certificates(answeringTo identifier: CertificateIdentifier) throws(SMIMEError) -> [Certificate] {
        try recorded { () throws(Failure) in try signers.certificates(answeringTo: identifier) }
    }

    private func recorded<Answer>(_ ask: () throws(Failure) -> Answer) throws(SMIMEError) -> Answer {
        do throws(Failure) { return try ask() } catch {
            failure = failure ?? error
            throw .cannotDecrypt
        }
    }
}
