/// The derivation of the key that encrypts the content from the key that the recipients get (RFC 9709).
///
/// The derived key depends on the cipher. A message whose AES-GCM was replaced by AES-CBC, so that a
/// receiver's answer discloses plaintext, is then decrypted with another key, and discloses nothing.
public enum ContentKeyDerivation: String, Sendable, CaseIterable {
    /// HKDF with SHA-256 (RFC 9709 §2).
    case hkdfSHA256 = "hkdf-sha256"

    /// The name in reports.
    public var name: String { rawValue }

    var identifier: ObjectIdentifier {
        switch self {
        case .hkdfSHA256: .contentKeyHKDFSHA256
        }
    }

    /// The derivation of this identifier; nil if it is that of a cipher or unknown.
    init?(_ identifier: ObjectIdentifier) {
        guard let derivation = Self.allCases.first(where: { $0.identifier == identifier }) else { return nil }
        self = derivation
    }
}
