/// A function that derives a key from a secret, without its digest.
enum KeyDerivationFunction: Sendable {
    /// ANSI-X9.63-KDF (SEC 1 §3.6.1).
    case x963
    /// HKDF (RFC 5869).
    case hkdf

    /// Returns the function and the digest of a dhSinglePass-stdDH scheme (RFC 5753 §7.1.4, RFC 8418 §2.2).
    static func of(_ scheme: ObjectIdentifier) -> (KeyDerivationFunction, DigestAlgorithm)? {
        switch scheme {
        case .ecdhSHA1KDF: (.x963, .sha1)
        case .ecdhSHA256KDF: (.x963, .sha256)
        case .ecdhSHA384KDF: (.x963, .sha384)
        case .ecdhSHA512KDF: (.x963, .sha512)
        case .ecdhHKDFSHA256: (.hkdf, .sha256)
        case .ecdhHKDFSHA384: (.hkdf, .sha384)
        case .ecdhHKDFSHA512: (.hkdf, .sha512)
        default: nil
        }
    }
}
