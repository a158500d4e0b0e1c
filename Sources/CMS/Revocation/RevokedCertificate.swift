public import struct FoundationEssentials.Date

/// One entry of a revocation list (RFC 5280 §5.1.2.6): a certificate of the list's issuer that was revoked.
public struct RevokedCertificate: Sendable, Equatable {
    /// Serial number as ``Certificate/Facts/serialNumber`` has it: upper-case hexadecimal digits.
    public let serialNumber: String
    /// When it was revoked, in whole seconds.
    public let revokedAt: Date
    /// Why.
    public let reason: RevocationReason

    /// Puts the three together.
    public init(serialNumber: String, revokedAt: Date, reason: RevocationReason) {
        self.serialNumber = serialNumber
        self.revokedAt = Date(timeIntervalSince1970: revokedAt.timeIntervalSince1970.rounded(.down))
        self.reason = reason
    }
}
