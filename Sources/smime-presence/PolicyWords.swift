import Octets
import PresenceRules
import SMIMEAgent
import SMIMEBody

// The errors, hints and notices about presence authorization rules.

extension CommandFailure {
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
    var failure: CommandFailure { CommandFailure(.refused, reason: .malformed, description, hint: hint) }

    private var hint: String {
        switch self {
        case .xml: "give one XML document of presence authorization rules"
        case .wrongRoot: "give a document of presence authorization rules"
        case .unexpectedElement(_, "confidentiality", _):
            "put them into one <c:all-of>, or into one <c:at-least-one-of>"
        case .unexpectedElement, .repeatedElement, .unexpectedAttribute, .missingAttribute, .invalidValue:
            "see the schemas of RFC 4745 §13 and RFC 5025 §6, and docs/confidentiality.rng"
        case .emptyElement: "put into it what is to be matched, or leave it out"
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

extension RuleNotice {
    /// A short name for scripts.
    var code: String {
        switch self {
        case .withoutIdentity: "asks-for-no-identity"
        case .unknownCondition: "unknown-condition"
        case .ignoredPermission: "ignored-permission"
        case .grantsNoSubscription: "grants-no-subscription"
        }
    }

    var words: String {
        switch self {
        case .withoutIdentity: "asks for no identity, and is for everybody, also who was not authenticated"
        case .unknownCondition(let name): "\(name) is not known here and never holds"
        case .ignoredPermission(let name): "\(name) is not known here and grants nothing"
        case .grantsNoSubscription:
            "lets nobody watch; 'block' never outweighs another rule, an 'except' in that rule does"
        }
    }
}
