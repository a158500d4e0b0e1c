import Octets
import PresenceRules
import SMIMEAgent
import SMIMEBody
import XML

// The words for people about presence authorization rules.

extension CommandFailure {
    /// The rules do not let the watcher watch.
    static func notAllowed(_ handling: SubscriptionHandling) -> CommandFailure {
        CommandFailure(
            .refused, reason: .policy, "the rules say \(handling.rawValue)",
            hint: "the decision lists each rule, and why it does or does not match")
    }

    /// The message is about somebody else.
    static func otherPresentity(_ found: String, wanted: String) -> CommandFailure {
        CommandFailure(
            .refused, reason: .entityNotSender,
            "the message is about '\(printable(found))', not about '\(printable(wanted))'",
            hint: "give the message of the presentity that --entity names")
    }

    /// The message passes the leg of neither.
    static func otherUser(_ found: String) -> CommandFailure {
        CommandFailure(
            .usage, "the message is of '\(printable(found))', who neither watches nor is watched here",
            hint: "give a NOTIFY to the watcher that --watcher names, or what he or the presentity sends")
    }
}

extension PresenceRulesError: Worded {
    var failure: CommandFailure {
        let (message, hint) = words
        return CommandFailure(.refused, reason: .malformed, message, hint: hint)
    }

    private var words: (String, String) {
        let schemas = "see the schemas of RFC 4745 §13 and RFC 5025 §6, and docs/confidentiality.rng"
        return switch self {
        case .xml(let error): (error.words, "give one XML document of presence authorization rules")
        case .wrongRoot(let name):
            (
                "the root is \(name.words), not a ruleset of RFC 4745",
                "give a document of presence authorization rules"
            )
        case .unexpectedElement(let name, "confidentiality", let position):
            (
                "\(position.words): \(name.words) is a second demand in 'confidentiality'",
                "put them into one <c:all-of>, or into one <c:at-least-one-of>"
            )
        case .unexpectedElement(let name, let parent, let position):
            ("\(position.words): \(name.words) has no place in '\(printable(parent))'", schemas)
        case .repeatedElement(let name, let position):
            ("\(position.words): '\(printable(name))' stands again, or too late", schemas)
        case .emptyElement(let name, let position):
            (
                "\(position.words): '\(printable(name))' is empty",
                "put into it what is to be matched, or leave it out"
            )
        case .unexpectedAttribute(let name, let element, let position):
            ("\(position.words): '\(printable(element))' has no attribute '\(printable(name))'", schemas)
        case .missingAttribute(let name, let element, let position):
            ("\(position.words): '\(printable(element))' lacks '\(printable(name))'", schemas)
        case .unexpectedText(let parent, let position):
            ("\(position.words): text in '\(printable(parent))'", "put it into a comment")
        case .invalidRuleID(let id, let position):
            (
                "\(position.words): '\(printable(id))' is no identifier",
                "begin it with a letter, and use no colon"
            )
        case .duplicateRuleID(let id, let position):
            ("\(position.words): a second rule '\(printable(id))'", "give each rule an identifier of its own")
        case .invalidURI(let text, let position):
            (
                "\(position.words): '\(printable(text))' is no URI",
                "write it whole, such as sip:bob@example.test"
            )
        case .invalidDomain(let text, let position):
            (
                "\(position.words): '\(printable(text))' is no domain",
                "write it as DNS has it, without scheme or user, and in ASCII"
            )
        case .ambiguousException(let position):
            (
                "\(position.words): 'except' needs 'id' or 'domain', and not both",
                "write two exceptions for two things"
            )
        case .unpairedPeriod(let position):
            (
                "\(position.words): 'from' and 'until' do not come in pairs",
                "let each 'from' be followed by its 'until'"
            )
        case .invalidTime(let text, let position):
            (
                "\(position.words): '\(printable(text))' is no date and time with a zone",
                "write it such as 2026-11-23T09:30:00Z"
            )
        case .invalidValue(let value, let name, let position):
            ("\(position.words): '\(printable(value))' is no value of '\(printable(name))'", schemas)
        case .demandTooDeep(let limit, let position):
            ("\(position.words): demands nest more than \(limit) deep", "say the same with fewer levels")
        }
    }
}

extension XMLError {
    var words: String {
        switch self {
        case .tooLarge(let limit): "the document is larger than \(limit) octets"
        case .tooDeep(let limit): "the document is nested more than \(limit) deep"
        case .tooManyElements(let limit): "the document has more than \(limit) elements"
        case .tooManyAttributes(let limit): "an element has more than \(limit) attributes"
        case .unsupportedCharset(let name): "the charset '\(printable(name))' is not read"
        case .doctypeForbidden(let position): "\(position.words): a DOCTYPE, which is not read"
        case .notWellFormed(let position): "\(position.words): this is not XML"
        case .outOfMemory: "there is not enough memory for the document"
        }
    }
}

extension XMLPosition {
    var words: String { "line \(line), column \(column)" }
}

extension RuleNotice {
    /// A short name for scripts.
    var code: String {
        switch self {
        case .asksForNoIdentity: "asks-for-no-identity"
        case .unknownCondition: "unknown-condition"
        case .ignoredPermission: "ignored-permission"
        case .grantsNoSubscription: "grants-no-subscription"
        }
    }

    var words: String {
        switch self {
        case .asksForNoIdentity: "asks for no identity, and is for everybody, also who was not authenticated"
        case .unknownCondition(let name): "\(name.words) is not known here and never holds"
        case .ignoredPermission(let name): "\(name.words) is not known here and grants nothing"
        case .grantsNoSubscription:
            "lets nobody watch; 'block' never outweighs another rule, an 'except' in that rule does"
        }
    }
}
