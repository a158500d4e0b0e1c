import SMIMEBody

/// Input that is neither a SIP message nor a MIME entity, recognised by its first octets.
enum ForeignInput {
    /// An XML document on its own.
    case xml
    /// A mailbox of mails, each after a line that begins with "From " (RFC 4155).
    case mailbox
    /// One that is compressed (RFC 1952 §2.3.1).
    case gzip
    /// Text in UTF-8 after a byte order mark.
    case byteOrderMark
    /// Text in UTF-16 after a byte order mark.
    case utf16

    /// Nil for anything else, which may be a message with a fault.
    init?(_ octets: [UInt8]) {
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
        } else {
            return nil
        }
    }

    /// The failure of a command that was given it; `takesBodies` says whether the command has the options --body and
    /// --mime, `isOpening` whether it opens what is protected.
    func failure(takesBodies: Bool = false, isOpening: Bool = false) -> CommandFailure {
        let isClear = isOpening && self == .xml
        return CommandFailure(
            .refused, reason: isClear ? .clearText : .malformed,
            isClear ? "the input is an XML document that is not protected" : description,
            hint: hint(takesBodies: takesBodies, isOpening: isOpening))
    }

    private var description: String {
        switch self {
        case .xml: "the input is an XML document without a SIP message around it"
        case .mailbox: "the input is a mailbox: its first line begins with 'From '"
        case .gzip: "the input is compressed with gzip"
        case .byteOrderMark: "the input begins with a byte order mark (EF BB BF), which no message has"
        case .utf16: "the input is text in UTF-16"
        }
    }

    private func hint(takesBodies: Bool, isOpening: Bool) -> String {
        switch self {
        case .xml where isOpening: "ask the sender for a protected message, and give the whole message"
        case .xml where takesBodies:
            "give the whole message, or '--body application/pidf+xml' for the document alone"
        case .xml: "give the whole message"
        case .mailbox where takesBodies: "remove that line, and give a mail alone with '--mime'"
        case .mailbox: "give a SIP message"
        case .gzip: "decompress it first, as 'gunzip' does"
        case .byteOrderMark: "remove these three octets, or save the file without a byte order mark"
        case .utf16: "save it in UTF-8 without a byte order mark"
        }
    }
}
