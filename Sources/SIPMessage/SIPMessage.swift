public import MIME

/// A SIP request or response (RFC 3261 §7) with its octets as received.
///
/// A message of this type has been checked: From, To, Call-ID and CSeq are present and well formed, and
/// single fields appear once, so that another reader cannot see another message in the same octets. Other
/// fields that cannot be parsed are kept as received, with a warning.
///
/// A class, since its parts are many and its readers pass it on; nothing changes it.
public final class SIPMessage: Sendable {
    /// The request line or the status line.
    public let startLine: StartLine
    /// The fields in their order, with their names and the results of their checks.
    package let namedFields: [NamedField]
    /// The body: the number of octets that Content-Length declares, or the rest without Content-Length.
    public let body: [UInt8]
    /// The message exactly as received, with empty lines before it and without surplus octets after it.
    public let octets: [UInt8]
    /// Defects of the message that do not make it invalid.
    public let warnings: [SIPMessageWarning]
    let dialog: DialogFields
    /// The offset of the header fields in `octets`, after the start line.
    let headerStart: Int

    init(
        startLine: StartLine, namedFields: [NamedField], body: [UInt8], octets: [UInt8],
        warnings: [SIPMessageWarning], dialog: DialogFields, headerStart: Int
    ) {
        self.startLine = startLine
        self.namedFields = namedFields
        self.body = body
        self.octets = octets
        self.warnings = warnings
        self.dialog = dialog
        self.headerStart = headerStart
    }

    /// The value of From.
    public var from: NameAddress { dialog.from }

    /// The value of To.
    public var to: NameAddress { dialog.to }

    /// The value of Call-ID.
    public var callID: String { dialog.callID }

    /// The value of CSeq.
    public var cSeq: CSeq { dialog.cSeq }

    /// The fields in their order, compact names and folding as received.
    public var headerFields: [HeaderField] { namedFields.map(\.field) }

    /// The method of the request, or of the request that this response answers.
    public var method: String { cSeq.method }

    /// Whether the message is a request.
    public var isRequest: Bool {
        if case .request = startLine { true } else { false }
    }

    /// The Request-URI as written; nil in a response.
    public var requestURI: String? {
        if case .request(_, let uri) = startLine { uri } else { nil }
    }

    /// Whether the method, or that of the answered request, is one of those that event packages use
    /// (RFC 6665, RFC 3903).
    package var isOfEventPackage: Bool { ["PUBLISH", "SUBSCRIBE", "NOTIFY"].contains(method) }

    /// The value of Event, with its parameters; nil if it is absent.
    public var event: String? { values(of: "Event").first }

    /// Returns the media type of the body; nil if Content-Type is absent.
    ///
    /// - Throws: `malformedField`, `duplicateParameter`.
    public func contentType() throws(MIMEError) -> ContentType? {
        guard let value = values(of: .contentType).first else { return nil }
        return try ContentType.parse(value)
    }

    /// Returns the values of all fields of this name in their order, compact names included.
    ///
    /// A list is split at its commas, except those in quoted strings and in angle brackets; the value of any
    /// other field is returned whole (RFC 3261 §7.3.1).
    public func values(of name: HeaderName) -> [String] { namedFields.values(of: name) }
}

extension SIPMessage: Equatable {
    /// Returns whether two messages have the same octets.
    public static func == (left: SIPMessage, right: SIPMessage) -> Bool {
        left.octets == right.octets
    }
}
