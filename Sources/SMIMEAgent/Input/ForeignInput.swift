/// Input that is neither a SIP message nor a MIME entity, recognised by its first octets.
public enum ForeignInput: Sendable {
    /// An XML document on its own.
    case xml
    /// A mailbox of mails, each after a line that begins with "From " (RFC 4155).
    case mailbox
    /// A file compressed with gzip (RFC 1952 §2.3.1).
    case gzip
    /// Text in UTF-8 after a byte order mark.
    case byteOrderMark
    /// Text in UTF-16 after a byte order mark.
    case utf16
    /// Binary data: the first octet cannot begin a text.
    case binary

    /// Recognises the input; nil for anything else, which may be a message with a fault.
    public init?(_ octets: [UInt8]) {
        if InputForm.looksLikeXML(octets) {
            self = .xml
        } else if octets.starts(with: Array("From ".utf8)) {
            self = .mailbox
        } else if octets.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if octets.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .byteOrderMark
        } else if octets.starts(with: [0xFF, 0xFE]) || octets.starts(with: [0xFE, 0xFF]) {
            self = .utf16
        } else if let first = octets.first, first == 0x7F || first < 0x20 && !(0x09...0x0D).contains(first) {
            self = .binary
        } else {
            return nil
        }
    }
}

extension ForeignInput: CustomStringConvertible {
    /// The description of the input: lower case, no full stop.
    public var description: String {
        switch self {
        case .xml: "the input is an XML document without a SIP message around it"
        case .mailbox: "the input is a mailbox: its first line begins with 'From '"
        case .gzip: "the input is compressed with gzip"
        case .byteOrderMark: "the input begins with a byte order mark (EF BB BF), which no message has"
        case .utf16: "the input is text in UTF-16"
        case .binary: "the input is binary data, not a message"
        }
    }
}
