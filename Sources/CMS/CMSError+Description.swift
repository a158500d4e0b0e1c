public import FoundationEssentials
import Octets

extension CMSError: CustomStringConvertible, LocalizedError {
    /// A sentence that says what is wrong: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .openSSL(let failure): failure.description
        case .malformed(.ocspRequest): "this is not an OCSP request"
        case .malformed(.ocspNonce):
            "the nonce of the OCSP request does not have \(OCSPRequest.nonceOctets.lowerBound) to "
                + "\(OCSPRequest.nonceOctets.upperBound) octets"
        case .malformed(.algorithmProtection):
            "the algorithms of the SignerInfo are not those that CMSAlgorithmProtection names"
        case .malformed(let structure): "the \(structure.rawValue) is not well formed"
        case .unsupportedAlgorithm(let name, _): "the algorithm \(printable(name)) is not supported"
        case .unsupportedKey(let name): "\(printable(name)) keys are not supported"
        case .signingKeyOnly(let name): "\(printable(name)) keys can only sign, not receive encrypted content"
        case .encryptionKeyOnly(let name):
            "\(printable(name)) keys can only receive encrypted content, not sign"
        case .unsupportedContentType(let type):
            "content of the type \(ContentTypeName.name(of: type)) is not supported"
        case .unsupportedExtension(let which): "a critical extension \(which) is not understood"
        case .weakAlgorithm(let name): "\(printable(name)) is too weak"
        case .tooMany(.ocspRequest, let limit):
            "the OCSP request asks about more than \(limit) certificates"
        case .tooMany(let structure, let limit): "there are more than \(limit) of \(structure.rawValue)"
        case .tooLarge(let structure, let limit):
            "the \(structure.rawValue) is larger than \(limit) octets"
        case .severalSigners(let count): "it has \(count) signers, but only one is allowed"
        case .noSigner: "it has certificates, but no signature"
        case .badSignature: "the signature does not match"
        case .signingCertificateMismatch(let certificate):
            "the signed attributes name another certificate than \(certificate.title)"
        case .cannotDecrypt: "it cannot be decrypted"
        case .wrongPassphrase: "the passphrase is missing or wrong"
        case .proofOfPossessionFailed: "it was not signed with its own key"
        case .tooManyDerivationRounds(let limit): "it requires more than \(limit) rounds of key derivation"
        case .legacyModuleMissing: "the legacy module of OpenSSL is not installed"
        case .keyDoesNotMatchCertificate: "the private key does not belong to the certificate"
        case .outlivesIssuer(let end):
            "the certificate would outlive its CA, which ends at \(end.internetTime)"
        case .unusableCertificate(let certificate): "\(certificate)"
        case .noCertificate: "there is no certificate"
        case .expired(let certificate, _):
            "\(certificate.title) expired on \(certificate.facts.notAfter.internetTime)"
        case .notYetValid(let certificate, _): "\(certificate.title) is not valid yet"
        case .revoked(let certificate, let date, let reason):
            certificate.descriptionOfRevocation(at: date, reason: reason)
        case .revocationUnknown(let certificate, let obstacle): obstacle.description(of: certificate)
        case .untrusted(let certificate, _, let reason): "\(certificate.title) is not trusted: \(reason)"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension OpenSSLFailure: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension UnusableCertificate: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension UnusablePrivateKey: LocalizedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}

extension Certificate {
    /// The name of the certificate in messages: its first URI, or else its subject.
    public var title: String {
        let name = facts.uris.first ?? facts.subject
        return facts.isCertificationAuthority
            ? "the authority \(printable(facts.subject))" : "the certificate of \(printable(name))"
    }

    /// Describes the revocation of the certificate.
    public func descriptionOfRevocation(at instant: Date, reason: RevocationReason) -> String {
        let why = reason == .unspecified ? "" : ", for the reason \(reason.name)"
        return "\(title) was revoked at \(instant.internetTime)\(why)"
    }
}
