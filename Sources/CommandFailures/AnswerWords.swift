package import SMIMEAgent
import SMIMEBody

// The hints for answering refused messages.

extension AnswerRefusal: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .notAReport: refused(hint: "write one with 'smime-presence verify --report FILE'")
        case .otherMessage: refused(hint: "give the message that was refused, and the report about it")
        case .notRefused:
            refused(hint: "a message that was accepted gets the answer of the presence server")
        case .notAMessage:
            refused(.malformed, hint: "only a SIP message is answered: give the whole message")
        }
    }
}
