/// A curve that a certificate may name (RFC 5480 §2.1.1.1), with the properties that differ between curves.
public enum NamedCurve: Sendable, Hashable, CaseIterable {
    /// NIST P-256 (secp256r1).
    case p256
    /// NIST P-384 (secp384r1).
    case p384
    /// NIST P-521 (secp521r1).
    case p521

    /// libcrypto's name for it.
    var groupName: String {
        switch self {
        case .p256: "prime256v1"
        case .p384: "secp384r1"
        case .p521: "secp521r1"
        }
    }

    /// The digest for signing certificates, CRLs and OCSP responses: as strong as the curve (RFC 5758 §3.2).
    var signatureDigest: DigestAlgorithm {
        switch self {
        case .p256: .sha256
        case .p384: .sha384
        case .p521: .sha512
        }
    }

    /// DER of the AlgorithmIdentifier: id-ecPublicKey with the name of the curve.
    var algorithmIdentifier: [UInt8] {
        switch self {
        case .p256: Self.p256Identifier
        case .p384: Self.p384Identifier
        case .p521: Self.p521Identifier
        }
    }

    /// Octets of a private number, and of each coordinate of a point (SEC 1 §2.3.5).
    var fieldOctets: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }

    /// Octets of a point with both coordinates (SEC 1 §2.3.3).
    var pointOctets: Int { 1 + 2 * fieldOctets }

    /// The name of the curve (FIPS 186-4 D.1.2).
    public var name: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        }
    }

    private static let p256Identifier: [UInt8] =
        [0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        + [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
    private static let p384Identifier: [UInt8] =
        [0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        + [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
    private static let p521Identifier: [UInt8] =
        [0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        + [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x23]
}
