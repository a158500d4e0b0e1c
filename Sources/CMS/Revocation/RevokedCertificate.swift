public import struct FoundationEssentials.Date

/// One entry of a CRL (RFC 5280 §5.1.2.6): a revoked certificate of the CRL's issuer.
public struct RevokedCertificate: Sendable, Equatable {
    /// Serial number as ``Certificate/Facts/serialNumber`` has it: upper-case hexadecimal digits.
    public let serialNumber: String
    /// The time of revocation, in whole seconds.
    public let revokedAt: Date
    /// The reason.
    public let reason: RevocationReason

    /// Creates an entry.
    public init(serialNumber: String, revokedAt: Date, reason: RevocationReason) {
        self.serialNumber = serialNumber
        self.revokedAt = Date(timeIntervalSince1970: revokedAt.timeIntervalSince1970.rounded(.down))
        self.reason = reason
    }
}
