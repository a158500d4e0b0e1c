/// The bounds within which octets from the network are read.
///
/// Nothing that a sender chooses may cost more than these allow.
public struct MIMELimits: Sendable, Hashable {
    /// The longest header, in octets, its empty line included.
    public var headerOctets: Int
    /// The longest body, in octets.
    public var bodyOctets: Int
    /// The most fields in one header.
    public var fields: Int
    /// The most parts in one multipart body.
    public var parts: Int
    /// The most levels of multipart inside multipart.
    public var depth: Int

    /// Sets each bound.
    public init(
        headerOctets: Int = 65_536, bodyOctets: Int = 1_048_576, fields: Int = 256, parts: Int = 64,
        depth: Int = 8
    ) {
        self.headerOctets = headerOctets
        self.bodyOctets = bodyOctets
        self.fields = fields
        self.parts = parts
        self.depth = depth
    }

    /// The bounds used unless others are given: 64 KiB of header, 1 MiB of body, 256 fields, 64 parts, 8 levels.
    public static let standard = MIMELimits()
}
