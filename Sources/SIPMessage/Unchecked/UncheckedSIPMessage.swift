public import MIME

/// A SIP message as received: its start line and header lines are separated, and nothing else is checked.
///
/// For reports only. Two readers may see two messages in it, so it cannot be protected or opened:
/// that requires a ``SIPMessage``.
public struct UncheckedSIPMessage: Sendable {
    /// The request line or the status line, as far as it can be read.
    public let startLine: StartLine
    /// The fields in their order, values that cannot be parsed included.
    public let headerFields: [HeaderField]
    /// The body: the number of octets that Content-Length declares if it fits, else the rest.
    public let body: [UInt8]
    /// Start line, header and body as received.
    public let octets: [UInt8]
    /// The faults that prevent it from being a ``SIPMessage``; empty if it is one.
    public let faults: [SIPMessageError]
    /// Further warnings about it.
    public let warnings: [SIPMessageWarning]
    /// The value of the first From, nil if it is absent or cannot be parsed.
    public let from: NameAddress?
    /// The value of the first To, nil if it is absent or cannot be parsed.
    public let to: NameAddress?
    /// The value of the first CSeq, nil if it is absent or cannot be parsed.
    public let cSeq: CSeq?

    /// Creates it from a checked message.
    public init(_ message: SIPMessage) {
        self.init(
            startLine: message.startLine, headerFields: message.headerFields, body: message.body,
            octets: message.octets, faults: [], warnings: message.warnings)
    }

    init(
        startLine: StartLine, headerFields: [HeaderField], body: [UInt8], octets: [UInt8],
        faults: [SIPMessageError], warnings: [SIPMessageWarning]
    ) {
        self.startLine = startLine
        self.headerFields = headerFields
        self.body = body
        self.octets = octets
        self.faults = faults
        self.warnings = warnings
        from = headerFields.values(of: "From").first.flatMap(NameAddress.parse)
        to = headerFields.values(of: "To").first.flatMap(NameAddress.parse)
        cSeq = headerFields.values(of: "CSeq").first.flatMap(CSeq.parse)
    }

    /// Whether the message is a request.
    public var isRequest: Bool {
        if case .request = startLine { true } else { false }
    }

    /// The method of the request, or that of CSeq; empty for a response without a method in CSeq.
    public var method: String {
        if case .request(let method, _) = startLine { method } else { cSeq?.method ?? "" }
    }

    /// The Request-URI as written, nil in a response.
    public var requestURI: String? {
        if case .request(_, let uri) = startLine { uri } else { nil }
    }

    /// The value of the first Call-ID as written, empty if it is absent.
    public var callID: String { values(of: "Call-ID").first ?? "" }

    /// Returns the values of all fields of this name, as ``SIPMessage/values(of:)``.
    public func values(of name: HeaderName) -> [String] { headerFields.values(of: name) }

    /// Returns the body as a MIME entity, as ``SIPMessage/bodyEntity()``; nil if there is no body.
    public func bodyEntity() -> MIMEEntity? {
        headerFields.map { NamedField($0) }.bodyEntity(body)
    }
}

extension UncheckedSIPMessage: Equatable {
    /// Returns whether two messages have the same octets.
    public static func == (left: UncheckedSIPMessage, right: UncheckedSIPMessage) -> Bool {
        left.octets == right.octets
    }
}
