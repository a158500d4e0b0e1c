/// The kind and size of a public key.
public enum KeyAlgorithm: Sendable, Hashable {
    /// RSA with a modulus of this number of bits.
    case rsa(bits: Int)
    /// RSA with a modulus of this number of bits, for RSASSA-PSS signatures only (RFC 4055 §1.2).
    case rsaPSS(bits: Int)
    /// ECDSA and ECDH on a named curve.
    case elliptic(NamedCurve)
    /// Ed25519, for signatures only (RFC 8410 §3).
    case ed25519
    /// X25519, for key agreement only (RFC 8410 §3).
    case x25519
    /// Anything else, by libcrypto's name for it, such as "ED448".
    case other(String)

    /// The common name, such as "RSA-2048" or "P-256".
    public var name: String {
        switch self {
        case .rsa(let bits): "RSA-\(bits)"
        case .rsaPSS(let bits): "RSASSA-PSS-\(bits)"
        case .elliptic(let curve): curve.name
        case .ed25519: "Ed25519"
        case .x25519: "X25519"
        case .other(let name): name
        }
    }

    /// Whether keys of this kind are used for key agreement (ECDH), as RSA keys are for key transport.
    public var usesKeyAgreement: Bool { curve != nil || self == .x25519 }

    /// Whether keys of this kind sign.
    public var signs: Bool {
        switch self {
        case .rsa, .rsaPSS, .elliptic, .ed25519: true
        case .x25519: false
        case .other(let name): name == "DSA"
        }
    }

    /// Whether content is encrypted for keys of this kind.
    public var encrypts: Bool {
        switch self {
        case .rsa, .elliptic, .x25519: true
        case .rsaPSS, .ed25519, .other: false
        }
    }

    /// The kind that is for encryption what this one is for signatures: X25519 for Ed25519, and otherwise the
    /// same; nil if there is none.
    public var encryptionCounterpart: KeyAlgorithm? { self == .ed25519 ? .x25519 : encrypts ? self : nil }

    /// The curve of its points; nil if it has none, or an unsupported one.
    public var curve: NamedCurve? { if case .elliptic(let curve) = self { curve } else { nil } }

    /// ECDSA and ECDH on NIST P-256 (secp256r1).
    public static let p256 = KeyAlgorithm.elliptic(.p256)
    /// ECDSA and ECDH on NIST P-384 (secp384r1).
    public static let p384 = KeyAlgorithm.elliptic(.p384)
    /// ECDSA and ECDH on NIST P-521 (secp521r1).
    public static let p521 = KeyAlgorithm.elliptic(.p521)

    /// Ed25519 keys whose order divides 8, which are refused: anyone can sign for them.
    static let ed25519OfSmallOrder = KeyAlgorithm.other("Ed25519 (small order)")

    /// Whether it is accepted only if weak algorithms are allowed: RSA below 2048 bits and DSA.
    public var isWeak: Bool {
        switch self {
        case .rsa(let bits), .rsaPSS(let bits): bits < 2048
        case .elliptic, .ed25519, .x25519: false
        case .other(let name): name == "DSA"
        }
    }

    /// Whether it is RSA of any size that encrypts and signs.
    public var isRSA: Bool {
        if case .rsa = self { true } else { false }
    }
}
