import CMS

extension CMSError {
    /// What is wrong, in a few words, where no sentence of its own says it.
    var words: String {
        switch self {
        case .openSSL(let failure): failure.words
        case .malformed(let structure): "the \(structure.rawValue) is not well formed"
        case .unsupportedAlgorithm(let name): "the algorithm \(printable(name)) is not supported"
        case .unsupportedContentType(let name): "content of the type \(printable(name)) is not supported"
        case .unsupportedExtension(let which): "a critical extension \(which) is not understood"
        case .weakAlgorithm(let name): "\(printable(name)) is too weak"
        case .tooMany(let structure, let limit): "there are more than \(limit) of \(structure.rawValue)"
        case .tooLarge(let structure, let limit):
            "the \(structure.rawValue) is larger than \(limit) octets"
        case .severalSigners(let count): "it has \(count) signers where one is allowed"
        case .noSigner: "it has certificates, but no signature"
        case .badSignature: "the signature does not match"
        case .cannotDecrypt: "it cannot be decrypted"
        case .wrongPassphrase: "the passphrase is missing or wrong"
        case .proofOfPossessionFailed: "it was not signed with its own key"
        case .tooManyDerivationRounds(let limit): "it asks for more than \(limit) rounds of key derivation"
        case .legacyModuleMissing: "the legacy module of OpenSSL is not installed"
        case .keyDoesNotMatchCertificate: "the private key does not belong to the certificate"
        case .outlivesIssuer(let end): "it would outlive its CA, which ends at \(end.internetTime)"
        case .noCertificate: "there is no certificate"
        case .expired(let certificate, _): "\(certificate.title) has expired"
        case .notYetValid(let certificate, _): "\(certificate.title) is not valid yet"
        case .revoked(let certificate, let date, let reason):
            certificate.wordsForRevoked(at: date, reason: reason).message
        case .revocationUnknown(let certificate, let obstacle): obstacle.words(of: certificate)
        case .untrusted(let certificate, _, let reason): "\(certificate.title) is not trusted: \(reason)"
        }
    }
}

extension OpenSSLFailure {
    /// The function of libcrypto that failed and libcrypto's first words.
    var words: String { "libcrypto refused in \(function): \(entries.first?.text ?? "no reason given")" }
}
