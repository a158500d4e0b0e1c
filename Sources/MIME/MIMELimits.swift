/// The limits for reading octets from the network.
///
/// They bound the cost of everything that a sender chooses.
public struct MIMELimits: Sendable, Hashable {
    /// The maximum size of a header, in octets, including its empty line.
    public var headerOctets: Int
    /// The maximum size of a body, in octets.
    public var bodyOctets: Int
    /// The maximum number of fields in one header.
    public var fields: Int
    /// The maximum number of parts in one multipart body.
    public var parts: Int
    /// The maximum number of nested multiparts.
    public var depth: Int

    /// Creates limits.
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

    /// Returns whether an entity that was composed of checked fields can be read within these limits.
    package func allow(_ entity: MIMEEntity) -> Bool {
        entity.headerFields.count <= fields && entity.bodyOctets.count <= bodyOctets
            && entity.octetsInPlace.count - entity.bodyOctets.count <= headerOctets
    }

    /// The default limits: 64 KiB of header, 1 MiB of body, 256 fields, 64 parts, 8 levels.
    public static let standard = MIMELimits()
}
