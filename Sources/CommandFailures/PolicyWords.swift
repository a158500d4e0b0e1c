import Octets
package import PresenceRules
import SMIMEAgent
import SMIMEBody

// The errors, hints and notices about presence authorization rules.

extension CommandFailure {
    /// The message is about another presentity.
    package static func otherPresentity(_ found: String, wanted: String) -> CommandFailure {
        CommandFailure(
            .refused, reason: .entityNotSender,
            "the message is about '\(printable(found))', not about '\(printable(wanted))'",
            hint: "give the message of the presentity that --entity names")
    }

    /// The message passes neither the leg of the watcher nor that of the presentity.
    package static func otherUser(_ found: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "the message is from '\(printable(found))', who is neither the watcher nor the presentity",
            hint: "give a NOTIFY to the watcher, or a message from the watcher or the presentity")
    }
}

extension PresenceRulesError: CommandFailureConvertible {
    package var failure: CommandFailure {
        CommandFailure(.refused, reason: .malformed, description, hint: hint)
    }

    private var hint: String {
        switch self {
        case .xml: "give one XML document of presence authorization rules"
        case .wrongRoot: "give a document of presence authorization rules"
        case .unexpectedElement(_, "confidentiality", _):
            "put them into one <c:all-of>, or into one <c:at-least-one-of>"
        case .unexpectedElement, .repeatedElement, .unexpectedAttribute, .missingAttribute, .invalidValue:
            "see the schemas of RFC 4745 §13 and RFC 5025 §6, and docs/confidentiality.rng"
        case .emptyElement: "put a value into it, or leave it out"
        case .unexpectedText: "put it into a comment"
        case .invalidRuleID: "begin it with a letter, and use no colon"
        case .duplicateRuleID: "give each rule an identifier of its own"
        case .invalidURI: "write it whole, such as sip:bob@example.test"
        case .invalidDomain: "write it as DNS has it, without scheme or user, and in ASCII"
        case .ambiguousException: "write two exceptions for two things"
        case .unpairedPeriod: "let each 'from' be followed by its 'until'"
        case .invalidTime: "write it such as 2026-11-23T09:30:00Z"
        case .demandTooDeep: "say the same with fewer levels"
        }
    }
}
