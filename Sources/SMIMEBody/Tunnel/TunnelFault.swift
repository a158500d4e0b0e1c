import Octets
public import SIPMessage

/// A fault of a message that came inside another.
public enum TunnelFault: Equatable, Sendable {
    /// It has a transfer encoding, which message/sip must not have (RFC 2046 §5.2).
    case encoding
    /// It is not a SIP message.
    case message(SIPMessageError)
    /// Octets follow the body that its Content-Length declares; the number of them.
    case contentLength(surplus: Int)
    /// Content-Type describes the body, and there is none.
    case bodyMissing
    /// Its body is a message again, or is enveloped or signed in the opaque form, so
    /// that it may contain a message.
    case nested
    /// Its method differs from that of the message around it.
    case method(inside: String, outside: String)
    /// The tag of this field differs from that of the message around it, which
    /// makes it part of another dialog.
    case dialog(name: String)
    /// Its Date differs from that of the message around it (RFC 3261 §23.4.1.1).
    case date
}

extension TunnelFault: CustomStringConvertible {
    /// A sentence that says what is wrong, with untrusted values escaped.
    public var description: String {
        switch self {
        case .encoding: "the message inside has a transfer encoding"
        case .message(let error): "the message inside: \(error.description)"
        case .contentLength(let surplus):
            "the Content-Length of the message inside is wrong: \(surplus) octets follow its body"
        case .bodyMissing: "the message inside has a Content-Type and no body"
        case .nested: "the message inside contains another message, or S/MIME that may contain one"
        case .method(let inside, let outside):
            "the message inside is \(printable(inside)), the one outside \(printable(outside))"
        case .dialog(let name): "the tag of \(name) differs inside and outside"
        case .date: "the Date differs inside and outside"
        }
    }
}
