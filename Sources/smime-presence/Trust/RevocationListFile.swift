import CMS

/// A file with revocation lists in it, PEM or DER, found out from its octets.
enum RevocationListFile {
    /// Why a file is not taken; its name.
    enum Failure: Error, Equatable {
        /// Neither PEM nor DER of revocation lists.
        case notAList(String)
        /// More lists than are read from one file.
        case tooMany(String, limit: Int)
        /// A list that is too large to be checked against.
        case tooLarge(String, limit: Int)
    }

    /// Room for the largest list in PEM.
    static let limit = 2 * RevocationList.maximumOctets

    /// Every list of a file's octets; `name` is only for the error.
    static func lists(_ octets: [UInt8], name: String) throws(Failure) -> [RevocationList] {
        do throws(CMSError) {
            return octets.first == 0x30
                ? [try RevocationList(der: octets)] : try RevocationList.lists(pem: octets)
        } catch {
            switch error {
            case .tooMany(_, let limit): throw .tooMany(name, limit: limit)
            case .tooLarge(_, let limit): throw .tooLarge(name, limit: limit)
            case .openSSL, .malformed, .unsupportedAlgorithm, .unsupportedKey, .signingKeyOnly,
                .unsupportedContentType, .unsupportedExtension, .weakAlgorithm, .severalSigners, .noSigner,
                .badSignature, .signingCertificateMismatch, .cannotDecrypt, .wrongPassphrase,
                .proofOfPossessionFailed, .tooManyDerivationRounds, .legacyModuleMissing,
                .keyDoesNotMatchCertificate, .outlivesIssuer, .unusableCertificate, .noCertificate, .expired,
                .notYetValid, .revoked, .revocationUnknown, .untrusted:
                throw .notAList(name)
            }
        }
    }
}
