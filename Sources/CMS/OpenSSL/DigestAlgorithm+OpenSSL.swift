import CCrypto

extension DigestAlgorithm {
    /// The octets of a digest.
    var octets: Int {
        switch self {
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The identifier of ECDSA with this digest (RFC 5758 §3.2, RFC 3279 §2.2.3).
    var ecdsa: ObjectIdentifier {
        switch self {
        case .sha1: .ecdsaWithSHA1
        case .sha256: .ecdsaWithSHA256
        case .sha384: .ecdsaWithSHA384
        case .sha512: .ecdsaWithSHA512
        }
    }

    /// libcrypto's object for it.
    var evp: OpaquePointer? {
        switch self {
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }
}
