package import CMS
import SMIMEBody

// The hint for each error about keys, certificates, CRLs and OCSP requests outside of messages; the message
// is the description of the error.

extension CMSError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .outlivesIssuer:
            refused(
                hint:
                    "renew the CA first with 'smime-presence ca renew', or give fewer days with '--days'")
        case .expired:
            refused(
                .expired,
                hint:
                    "renew its certificate with 'smime-presence ca renew', or make another store with "
                    + "'ca init --store FILE'"
            )
        case .malformed(.ocspRequest):
            refused(.malformed, hint: "give an OCSP request in DER (RFC 6960 §4.1)")
        case .malformed(.ocspNonce):
            refused(.malformed, hint: "use a nonce of 32 octets (RFC 9654 §2.1), or none")
        case .tooLarge(.ocspRequest, _), .tooMany(.ocspRequest, _):
            refused(.tooLarge, hint: "ask about fewer certificates at once")
        case .unsupportedExtension: refused(.unsupported, hint: "ask without it")
        case .openSSL: environment(hint: Self.hintForStore)
        case .malformed, .unsupportedAlgorithm, .unsupportedKey, .signingKeyOnly, .encryptionKeyOnly,
            .unsupportedContentType,
            .weakAlgorithm, .tooMany, .tooLarge, .severalSigners, .noSigner, .badSignature,
            .signingCertificateMismatch, .cannotDecrypt, .wrongPassphrase, .proofOfPossessionFailed,
            .tooManyDerivationRounds, .legacyModuleMissing, .keyDoesNotMatchCertificate, .unusableCertificate,
            .noCertificate, .notYetValid, .revoked, .revocationUnknown, .untrusted:
            CommandFailure(
                .environment, "the certificate or key could not be made or read: \(description)",
                hint: Self.hintForStore)
        }
    }

    private static let hintForStore = "check the certificates and keys in the store"
}
