import Octets
import SIPMessage

/// Whether a message is a request or a response, as it is signed with the body (RFC 3261 §7).
///
/// Without it the body of a request would also be valid in a response. It travels in a field of its own,
/// since version 0.1 refuses a message/sipfrag with a start line.
enum MessageKind: Equatable {
    case request
    /// A response with exactly this status code.
    case response(statusCode: Int)

    /// Returns the kind of `message`.
    init(of message: SIPMessage) {
        switch message.startLine {
        case .request: self = .request
        case .response(let statusCode, _): self = .response(statusCode: statusCode)
        }
    }

    /// Reads the value of the signed field; nil for any other text.
    init?(headerValue text: String) {
        if text == Self.request.headerValue {
            self = .request
            return
        }
        let digits = text.utf8.dropFirst(Self.responsePrefix.utf8.count)
        guard text.utf8.starts(with: Self.responsePrefix.utf8), digits.count == 3,
            digits.allSatisfy(ASCII.isDigit), let code = Int(String(decoding: digits, as: UTF8.self)),
            (100...699).contains(code)
        else { return nil }
        self = .response(statusCode: code)
    }

    /// The value of the signed field: "request", or "response" and the status code.
    var headerValue: String {
        switch self {
        case .request: "request"
        case .response(let statusCode): "\(Self.responsePrefix)\(statusCode)"
        }
    }

    private static let responsePrefix = "response "

    /// Compares the signed kind with that of `message`; nil if both are requests, or if the kind
    /// of a request was not signed.
    ///
    /// Version 0.1 signed no kind: its bodies are valid in requests only.
    static func compare(_ signed: MessageKind?, with message: SIPMessage) -> HeaderComparison? {
        let state: HeaderComparison.State
        switch (signed, MessageKind(of: message)) {
        case (.request, .request), (nil, .request): return nil
        case (.request, .response), (nil, .response): state = .added
        case (.response, .request): state = .removed
        case (.response(let inside), .response(let outside)): state = inside == outside ? .same : .changed
        }
        return HeaderComparison(name: "Status-Code", state: state)
    }
}
