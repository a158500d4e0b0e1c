extension KeyAlgorithm {
    /// The digest of content and signed attributes: SHA-256, which every receiver has (RFC 8551 §2.1), and
    /// SHA-512 where the signature is (RFC 8419 §3.1) or should be of that strength.
    var messageDigest: DigestAlgorithm {
        switch self {
        case .ed25519, .elliptic(.p521): .sha512
        case .rsa, .rsaPSS, .elliptic(.p256), .elliptic(.p384), .x25519, .other: .sha256
        }
    }

    /// The digest for certificates, CRLs and OCSP responses: as strong as the curve (RFC
    /// 5758 §3.2), otherwise SHA-256.
    var signatureDigest: DigestAlgorithm {
        switch self {
        case .elliptic(let curve): curve.signatureDigest
        case .ed25519: .sha512
        case .rsa, .rsaPSS, .x25519, .other: .sha256
        }
    }
}
