import CommandOptions
public import SMIMEAgent
import SMIMEBody

// Hints for input of a form that the command does not read; the message is the description of the error.

extension InputError: CommandFailureConvertible {
    /// The failure of a command that reads only messages.
    public var failure: CommandFailure { failure(takesBodies: false, help: "smime-presence --help") }

    /// Returns the failure; `help` is the command line of the help page, and `takesBodies` says whether the
    /// command also reads the input as a body or a MIME entity.
    public func failure(takesBodies: Bool, help: String) -> CommandFailure {
        switch self {
        case .empty: refused(hint: "give a SIP message as FILE or on standard input")
        case .bareCMS(.der):
            refused(
                hint: "give the whole message, or '--body application/pkcs7-mime' for a CMS object alone")
        case .bareCMS: refused(hint: "give the whole message; 'smime-presence inspect' shows what is in it")
        case .notAMessage:
            refused(
                hint:
                    "exposure is about the header fields of a SIP message: give the whole message")
        case .foreign(let input): input.failure(takesBodies: takesBodies)
        case .message(let error): error.failure
        case .entity(let error): error.failure
        case .notAMediaType(let text):
            CommandFailure(
                .notOfKind(name: "--body", value: text, wanted: "a media type, such as application/pidf+xml"),
                help: help)
        }
    }

    private func refused(hint: String) -> CommandFailure {
        CommandFailure(.refused, reason: .malformed, description, hint: hint)
    }
}

extension ForeignInput {
    /// The failure of a command that was given it; `takesBodies` says whether the command has the options
    /// --body and --mime, `isOpening` whether it opens what is protected.
    package func failure(takesBodies: Bool = false, isOpening: Bool = false) -> CommandFailure {
        let isClear = isOpening && self == .xml
        return CommandFailure(
            .refused, reason: isClear ? .clearText : .malformed,
            isClear ? "the input is an XML document that is not protected" : description,
            hint: hint(takesBodies: takesBodies, isOpening: isOpening))
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
        case .binary: "check that it is the right file: a message begins with a line of text"
        }
    }
}

extension CommandFailure {
    /// PEM with a BEGIN line that cannot be decoded.
    public static var malformedPEM: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input begins like PEM and cannot be decoded",
            hint: "check whether the file was truncated: PEM is Base64 between a BEGIN and an END line")
    }

    /// A certificate in place of a message.
    public static var certificateAlone: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is a certificate, not a message",
            hint: "to keep it, use 'smime-presence cert import' or 'smime-presence trust add'")
    }
}
