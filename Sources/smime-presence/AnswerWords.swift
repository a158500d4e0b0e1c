import SMIMEBody

// The words for answering refused messages.

extension AnswerRefusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .notAReport(let file):
            CommandFailure(
                .refused, "'\(file)' is not a report of this program",
                hint: "write one with 'smime-presence verify --report FILE'")
        case .otherMessage:
            CommandFailure(
                .refused, "the report is about another message",
                hint: "give the message that was refused, and the report about it")
        case .notRefused:
            CommandFailure(
                .refused, "the report does not say that the message was refused",
                hint: "a message that was accepted gets the answer of the presence server")
        case .notAMessage:
            CommandFailure(
                .refused, reason: .malformed, "the input is a MIME entity, not a SIP message",
                hint: "only a SIP message is answered: give the whole message")
        }
    }
}
