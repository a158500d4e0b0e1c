/// The permitted uses of a certificate's key (RFC 5280 §4.2.1.3).
public struct KeyUsage: OptionSet, Sendable, Hashable {
    /// The bits as libcrypto numbers them (`KU_…`).
    public let rawValue: UInt32

    /// Creates the usage from its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Signatures other than on certificates and CRLs.
    public static let digitalSignature = KeyUsage(rawValue: 0x0080)
    /// Signatures that the signer shall not be able to deny; also called content commitment.
    public static let nonRepudiation = KeyUsage(rawValue: 0x0040)
    /// Encryption of keys: RSA recipients.
    public static let keyEncipherment = KeyUsage(rawValue: 0x0020)
    /// Agreement on keys: ECDH recipients.
    public static let keyAgreement = KeyUsage(rawValue: 0x0008)
    /// Signatures on certificates.
    public static let keyCertSign = KeyUsage(rawValue: 0x0004)
    /// Signatures on certificate revocation lists.
    public static let cRLSign = KeyUsage(rawValue: 0x0002)
}
