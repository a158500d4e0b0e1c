/// A curve that a certificate may name (RFC 5480 §2.1.1.1).
enum NamedCurve {
    case p256
    case p384

    /// Nil for a key that lies on neither.
    init?(of algorithm: KeyAlgorithm) {
        switch algorithm {
        case .p256: self = .p256
        case .p384: self = .p384
        default: return nil
        }
    }

    /// DER of the AlgorithmIdentifier: id-ecPublicKey with the name of the curve.
    var algorithmIdentifier: [UInt8] {
        switch self {
        case .p256: Self.p256Identifier
        case .p384: Self.p384Identifier
        }
    }

    /// Octets of a private number, and of each coordinate of a point (SEC 1 §2.3.5).
    var fieldOctets: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        }
    }

    /// Octets of a point with both coordinates (SEC 1 §2.3.3).
    var pointOctets: Int { 1 + 2 * fieldOctets }

    /// The name of the curve (FIPS 186-4 D.1.2).
    var name: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        }
    }

    private static let p256Identifier: [UInt8] =
        [0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        + [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
    private static let p384Identifier: [UInt8] =
        [0x30, 0x10, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
        + [0x06, 0x05, 0x2B, 0x81, 0x04, 0x00, 0x22]
}
