public import MIME

/// A SIP request or response (RFC 3261 §7) with the octets it arrived in.
///
/// A message of this type has been checked: From, To, Call-ID and CSeq are there and well formed, and what may stand
/// once stands once, so that no other reader can take the same octets for another message. Other fields that cannot be
/// parsed are kept as they stand, with a warning.
public struct SIPMessage: Sendable {
    /// The request line or the status line.
    public let startLine: StartLine
    /// The fields in their order, compact names and folding as received.
    public let headerFields: [HeaderField]
    /// The body, as many octets as Content-Length declares, or the rest when there is no Content-Length.
    public let body: [UInt8]
    /// The message exactly as received, empty lines before it included and surplus octets after it left out.
    public let octets: [UInt8]
    /// What is worth telling about the message.
    public let warnings: [SIPMessageWarning]
    /// The value of From.
    public let from: NameAddress
    /// The value of To.
    public let to: NameAddress
    /// The value of Call-ID.
    public let callID: String
    /// The value of CSeq.
    public let cSeq: CSeq
    /// Where the header fields begin in `octets`, after the start line.
    let headerStart: Int

    /// The method of the request, or of the request this response answers.
    public var method: String { cSeq.method }

    /// Whether the message is a request.
    public var isRequest: Bool {
        if case .request = startLine { true } else { false }
    }

    /// The Request-URI as written, nil in a response.
    public var requestURI: String? {
        if case .request(_, let uri) = startLine { uri } else { nil }
    }

    /// The value of Event, its parameters included; nil when absent.
    public var event: String? { values(of: "Event").first }

    /// What the body is, nil when Content-Type is absent.
    ///
    /// - Throws: `malformedField`, `duplicateParameter`.
    public func contentType() throws(MIMEError) -> ContentType? {
        guard let value = values(of: .contentType).first else { return nil }
        return try ContentType.parse(value)
    }

    /// The values of all fields of this name in their order, compact names included.
    ///
    /// A list is split at its commas, those in quoted strings and in angle brackets left alone; the value of a field
    /// that is no list comes whole (RFC 3261 §7.3.1).
    public func values(of name: HeaderName) -> [String] { headerFields.values(of: name) }
}

extension SIPMessage: Equatable {
    /// Returns whether two messages are the same octets.
    public static func == (left: SIPMessage, right: SIPMessage) -> Bool {
        left.octets == right.octets
    }
}
