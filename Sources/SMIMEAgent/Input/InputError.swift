public import SIPMessage
public import SMIMEBody

/// The reason why input is not read as a message.
public enum InputError: Error, Sendable {
    /// There are no octets, or only line ends.
    case empty
    /// A CMS object without the message around it.
    case bareCMS(InputForm)
    /// A MIME entity, although only a SIP message is accepted.
    case notAMessage
    /// Another kind of file, by its first octets.
    case foreign(ForeignInput)
    /// A SIP message with a fault.
    case message(SIPMessageError)
    /// A MIME entity with a fault.
    case entity(SMIMEError)
    /// A text that is no media type, given for a bare body.
    case notAMediaType(String)
}

extension InputError: CustomStringConvertible {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .empty: "the input is empty"
        case .bareCMS(let form): "the input is \(form.rawValue.uppercased()), not a SIP message"
        case .notAMessage: "the input is a MIME entity, not a SIP message"
        case .foreign(let input): input.description
        case .message(let error): error.description
        case .entity(let error): error.description
        case .notAMediaType(let text): "'\(text)' is not a media type"
        }
    }
}
