/// The bounds within which a SIP message is read.
public struct SIPLimits: Sendable, Equatable {
    /// The longest start line and header together, in octets, the empty line included.
    public var headerOctets: Int
    /// The longest body, in octets.
    public var bodyOctets: Int
    /// The most fields in the header.
    public var fields: Int

    /// Sets each bound.
    public init(headerOctets: Int = 65_536, bodyOctets: Int = 1_048_576, fields: Int = 256) {
        self.headerOctets = headerOctets
        self.bodyOctets = bodyOctets
        self.fields = fields
    }

    /// The bounds used unless others are given: 64 KiB of header, 1 MiB of body, 256 fields.
    public static let standard = SIPLimits()
}
