import CMS
import MIME
import SIPMessage

/// The sources and rules of the checks of one opening.
struct OpeningTerms {
    let sources: any OpeningSources
    let anchors: TrustAnchors
    let policy: OpeningPolicy
    let cache: CertificateCache

    /// Makes every check except those of admission.
    func check(
        _ entity: MIMEEntity, in context: OpeningContext, once: Bool
    ) throws(OpeningRefusal) -> CheckedContent {
        let input = OpeningInput(terms: self, context: context)
        var unwrapping = Unwrapping(input)
        let checks = ContentChecks(input: input, once: once)
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

/// What every check of one opening is given.
///
/// A class: all checks hold it, and its parts are many.
final class OpeningInput {
    let terms: OpeningTerms
    let context: OpeningContext

    init(terms: OpeningTerms, context: OpeningContext) {
        self.terms = terms
        self.context = context
    }
}

/// The sources of keys and certificates for the checks of one opening, independent of their error types.
protocol OpeningSources: AnyObject {
    func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) throws(SMIMEError) -> [KeyedCertificate]

    func holdsKey(of uri: SIPURI) throws(SMIMEError) -> Bool

    func certificatesWithKey(of uri: SIPURI) throws(SMIMEError) -> [Certificate]

    func certificates(matching identifier: CertificateIdentifier) throws(SMIMEError) -> [Certificate]
}

/// Forwards to the sources of an opener, and records their first error for the end of the opening.
///
/// The checks only get an error that ends them; ``failure`` replaces it, so that the error of a store is
/// never reported as a property of the message.
final class RecordingSources<Failure: Error>: OpeningSources {
    private let keys: any DecryptionKeySource<Failure>
    private let signers: any SignerCertificateSource<Failure>
    /// The first error of a source; nil if all answered.
    private(set) var failure: Failure?

    init(keys: any DecryptionKeySource<Failure>, signers: any SignerCertificateSource<Failure>) {
        self.keys = keys
        self.signers = signers
    }

    func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) throws(SMIMEError) -> [KeyedCertificate] {
        try recorded { () throws(Failure) in try keys.keyedCertificates(matching: identifiers) }
    }

    func holdsKey(of uri: SIPURI) throws(SMIMEError) -> Bool {
        try recorded { () throws(Failure) in try keys.holdsKey(of: uri) }
    }

    func certificatesWithKey(of uri: SIPURI) throws(SMIMEError) -> [Certificate] {
        try recorded { () throws(Failure) in try keys.certificatesWithKey(of: uri) }
    }

    func certificates(matching identifier: CertificateIdentifier) throws(SMIMEError) -> [Certificate] {
        try recorded { () throws(Failure) in try signers.certificates(matching: identifier) }
    }

    private func recorded<Answer>(_ ask: () throws(Failure) -> Answer) throws(SMIMEError) -> Answer {
        do throws(Failure) { return try ask() } catch {
            failure = failure ?? error
            throw .cannotDecrypt
        }
    }
}
