import SMIMEBody

// Errors for input of another form than the command reads; see also ForeignInput.

extension CommandFailure {
    /// Nothing was given.
    static var emptyInput: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is empty",
            hint: "give a SIP message as FILE or on standard input")
    }

    /// A CMS object without the message around it.
    static func bareCMS(_ form: InputForm) -> CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is \(form.rawValue.uppercased()), not a SIP message",
            hint: form == .der
                ? "give the whole message, or '--body application/pkcs7-mime' for a CMS object alone"
                : "give the whole message; 'smime-presence inspect' shows what is in it")
    }

    /// PEM from its first line, and not to its last.
    static var malformedPEM: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input begins like PEM and cannot be decoded",
            hint: "PEM is base64 between a BEGIN and an END line; was it cut off?")
    }

    /// A certificate where a message was wanted.
    static var certificateAlone: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is a certificate, not a message",
            hint: "to keep it, use 'smime-presence cert import' or 'smime-presence trust add'")
    }

    /// A command that needs the header of a SIP message.
    static var notAMessage: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is a MIME entity, not a SIP message",
            hint: "exposure is about the header fields of a SIP message: give the whole message")
    }
}
