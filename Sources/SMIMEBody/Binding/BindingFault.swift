/// A fault of content that claims to be bound to its message.
public enum BindingFault: Equatable, Sendable {
    /// The parts are not exactly the document and one message/sipfrag, with nothing before or between them.
    case parts
    /// The message/sipfrag has a transfer encoding.
    case encoding
    /// The message/sipfrag has no Date, or its age counts and its Date is not a valid date.
    case date
    /// An Intended-Recipient is not a SIP URI.
    case recipient
    /// Intended-Message appears twice, or is neither "request" nor "response" with a status code.
    case messageKind
    /// The number of Intended-Recipients exceeds the number of recipients that an envelope may have.
    case tooManyRecipients
}

extension BindingFault: CustomStringConvertible {
    /// A sentence that says what is wrong, with untrusted values escaped.
    public var description: String {
        switch self {
        case .parts: "bound content must be exactly the document and one message/sipfrag"
        case .encoding: "the message/sipfrag has a transfer encoding"
        case .date: "the message/sipfrag has no valid Date"
        case .recipient: "an Intended-Recipient is not a SIP URI"
        case .messageKind: "its Intended-Message says neither request nor response, or appears twice"
        case .tooManyRecipients: "it has too many Intended-Recipients"
        }
    }
}
