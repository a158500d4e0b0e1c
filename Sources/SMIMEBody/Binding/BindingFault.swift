/// What is wrong with content that says it is bound to its message.
public enum BindingFault: Equatable, Sendable {
    /// It is not the document and one message/sipfrag, with nothing before or between them.
    case parts
    /// The message/sipfrag has a transfer encoding.
    case encoding
    /// The message/sipfrag has no Date, or its age counts and its Date is no day of the calendar.
    case date
    /// An Intended-Recipient is no SIP URI.
    case recipient
    /// Intended-Message stands twice, or says neither "request" nor "response" and a status code.
    case messageKind
    /// There are more Intended-Recipients than envelopes have recipients.
    case tooManyRecipients
}

extension BindingFault: CustomStringConvertible {
    /// A sentence on what is wrong, with untrusted values escaped.
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
