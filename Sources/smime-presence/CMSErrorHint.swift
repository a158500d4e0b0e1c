import CMS
import SMIMEBody

// The hint for each error about keys, certificates, CRLs and OCSP requests outside of messages; what is wrong is the
// description of the error.

extension CMSError: Worded {
    var failure: CommandFailure {
        switch self {
        case .outlivesIssuer:
            CommandFailure(.refused, description, hint: "give fewer days with '--days'")
        case .expired:
            CommandFailure(
                .refused, reason: .expired, description,
                hint:
                    "a CA that has expired issues nothing any more: make another store with 'ca init --store FILE'"
            )
        case .malformed(.ocspRequest):
            CommandFailure(
                .refused, reason: .malformed, description, hint: "give DER of one (RFC 6960 §4.1)")
        case .malformed(.ocspNonce):
            CommandFailure(
                .refused, reason: .malformed, description,
                hint: "ask with one of 32 octets (RFC 9654 §2.1), or without")
        case .tooLarge(.ocspRequest, _), .tooMany(.ocspRequest, _):
            CommandFailure(
                .refused, reason: .tooLarge, description, hint: "ask about fewer certificates at once")
        case .unsupportedExtension:
            CommandFailure(.refused, reason: .unsupported, description, hint: "ask without it")
        case .openSSL: CommandFailure(.surroundings, description, hint: Self.hintForStore)
        case .malformed, .unsupportedAlgorithm, .unsupportedKey, .signingKeyOnly, .unsupportedContentType,
            .weakAlgorithm, .tooMany, .tooLarge, .severalSigners, .noSigner, .badSignature,
            .signingCertificateMismatch, .cannotDecrypt, .wrongPassphrase, .proofOfPossessionFailed,
            .tooManyDerivationRounds, .legacyModuleMissing, .keyDoesNotMatchCertificate, .unusableCertificate,
            .noCertificate, .notYetValid, .revoked, .revocationUnknown, .untrusted:
            CommandFailure(
                .surroundings, "the certificate or key could not be made or read: \(description)",
                hint: Self.hintForStore)
        }
    }

    private static let hintForStore = "check the certificates and keys in the store"
}
