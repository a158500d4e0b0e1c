/// The kind and size of a public key.
public enum KeyAlgorithm: Sendable, Hashable {
    /// RSA with a modulus of so many bits.
    case rsa(bits: Int)
    /// RSA with a modulus of so many bits, for RSASSA-PSS signatures alone (RFC 4055 §1.2).
    case rsaPSS(bits: Int)
    /// ECDSA and ECDH on NIST P-256 (secp256r1).
    case p256
    /// ECDSA and ECDH on NIST P-384 (secp384r1).
    case p384
    /// Anything else, by libcrypto's name for it, such as "ED25519".
    case other(String)

    /// The name people use, such as "RSA-2048" or "P-256".
    public var name: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .rsaPSS(let bits): "RSASSA-PSS-\(bits)"
        case .p256: "P-256"
        case .p384: "P-384"
        case .other(let name): name
        }
    }

    /// Whether keys of this kind agree on a key (ECDH) where RSA transports one.
    public var agreesOnKeys: Bool { self == .p256 || self == .p384 }

    /// Whether it is accepted only where weak algorithms are allowed: RSA below 2048 bits and DSA.
    public var isWeak: Bool {
        switch self {
        case .rsa(let bits), .rsaPSS(let bits): bits < 2048
        case .p256, .p384: false
        case .other(let name): name == "DSA"
        }
    }

    /// Whether it is RSA of any size that encrypts and signs.
    public var isRSA: Bool {
        if case .rsa = self { true } else { false }
    }
}
