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

    /// Returns whether a message that was checked when it was made can be read within these limits.
    ///
    /// Its octets have no other fault, so that this is the same as reading them again.
    package func allow(_ message: SIPMessage) -> Bool {
        message.namedFields.count <= fields && message.body.count <= bodyOctets
            && message.octets.count - message.body.count <= headerOctets
    }

    /// Returns whether one header has room for the fields of two messages and `extra` octets in one more.
    package func allow(_ message: SIPMessage, mergedWith other: SIPMessage, extra: Int) -> Bool {
        let headers = [message, other].map { $0.octets.count - $0.body.count }
        return message.namedFields.count + other.namedFields.count < fields
            && headers.reduce(extra, +) <= headerOctets
    }

    /// The default limits: 64 KiB of header, 1 MiB of body, 256 fields.
    public static let standard = SIPLimits()
}
