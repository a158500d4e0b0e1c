public import CMS

/// The kinds of keys to generate, by their words in options.
public enum KeyChoice: String, CaseIterable, Sendable {
    /// An elliptic curve of NIST (RFC 5480).
    case p256, p384, p521
    /// Ed25519 for signatures, with a second key, of X25519, for encryption (RFC 8410).
    case ed25519
    /// RSA with a modulus of this many bits.
    case rsa2048, rsa3072

    /// The algorithm to generate a key with.
    public var algorithm: KeyAlgorithm {
        switch self {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        case .ed25519: .ed25519
        case .rsa2048: .rsa(bits: 2048)
        case .rsa3072: .rsa(bits: 3072)
        }
    }
}
