/// The limits for reading a SIP message.
public struct SIPLimits: Sendable, Equatable {
    /// The maximum size of start line and header together, in octets, including the empty line.
    public var headerOctets: Int
    /// The maximum size of a body, in octets.
    public var bodyOctets: Int
    /// The maximum number of fields in the header.
    public var fields: Int

    /// Creates limits.
    public init(headerOctets: Int = 65_536, bodyOctets: Int = 1_048_576, fields: Int = 256) {
        self.headerOctets = headerOctets
        self.bodyOctets = bodyOctets
        self.fields = fields
    }

    /// The default limits: 64 KiB of header, 1 MiB of body, 256 fields.
    public static let standard = SIPLimits()
}
