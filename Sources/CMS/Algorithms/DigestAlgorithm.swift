/// The digests that signatures are made and verified with.
public enum DigestAlgorithm: String, Sendable, CaseIterable {
    /// Broken for signatures: only if weak algorithms are allowed.
    case sha1 = "sha-1"
    case sha256 = "sha-256"
    case sha384 = "sha-384"
    case sha512 = "sha-512"

    /// The name in the micalg parameter (RFC 8551 §3.5.3.2).
    public var name: String { rawValue }

    var isWeak: Bool { self == .sha1 }

    var identifier: ObjectIdentifier {
        switch self {
        case .sha1: .sha1
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }

    /// DER of the AlgorithmIdentifier, without parameters (RFC 5754 §2).
    var algorithmIdentifier: [UInt8] { DERWriter.sequence(DERWriter.objectIdentifier(identifier)) }

    /// DER of hashAlgorithm and maskGenAlgorithm, with which RSASSA-PSS-params and RSAES-OAEP-params begin
    /// (RFC 4055 §3.1, §4.1).
    var hashAndMask: [UInt8] {
        let mask = DERWriter.sequence(DERWriter.objectIdentifier(.maskGeneration1), algorithmIdentifier)
        return DERWriter.element(DERTag.constructed(0), [algorithmIdentifier[...]])
            + DERWriter.element(DERTag.constructed(1), [mask[...]])
    }

    /// Creates the digest of an allow-listed algorithm without parameters, or with NULL (RFC 5754 §2).
    init(_ identifier: AlgorithmIdentifier, in structure: CMSError.Structure) throws(CMSError) {
        switch identifier.algorithm {
        case .sha1: self = .sha1
        case .sha256: self = .sha256
        case .sha384: self = .sha384
        case .sha512: self = .sha512
        default: throw .unsupportedAlgorithm(algorithmName(identifier.algorithm), .digest)
        }
        try identifier.checkNoParameters(in: structure)
    }
}
