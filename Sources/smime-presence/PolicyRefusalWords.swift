import Exposure
import Octets
import PresenceRules
import SMIMEAgent
import SMIMEBody

// The words for messages that rules do not let pass.

extension CommandFailure {
    /// A file that an option names cannot be used: nothing is wrong with the message.
    static func unfitOption(_ failure: CommandFailure, file: String) -> CommandFailure {
        CommandFailure(.usage, "'\(printable(file))': \(failure.message)", hint: failure.hint)
    }
}

extension PolicyRefusal {
    /// The failure of a command for this refusal.
    var failure: CommandFailure {
        switch self {
        case .notAllowed:
            CommandFailure(
                .refused, reason: code, description,
                hint: "the decision lists each rule, and why it does or does not match")
        case .sending(let verdict): verdict.sendingFailure
        case .receiving(let verdict): verdict.receivingFailure
        case .clearText:
            CommandFailure(
                .refused, reason: code, description,
                hint:
                    "everybody on the way has read it: ask the sender to protect it, and never to send it in clear instead"
            )
        case .otherMethod:
            CommandFailure(
                .usage, description, hint: "give '--policy' with PUBLISH, SUBSCRIBE and NOTIFY only")
        case .otherEvent:
            CommandFailure(
                .refused, reason: code, description,
                hint: "use presence authorization rules with 'Event: presence', and with no other event")
        case .nothingToReplace:
            CommandFailure(
                .refused, reason: code, description,
                hint: "give '--polite-block' with a body of application/pidf+xml")
        case .politeBlockNeedsNotify:
            CommandFailure(
                .usage, "'--polite-block' replaces the document of a NOTIFY, and this is none",
                hint: "leave '--polite-block' out")
        }
    }
}

extension PolicyVerdict {
    /// The refusal, for who would send the message.
    var sendingFailure: CommandFailure {
        let hint =
            switch lack {
            case .envelope: "protect it with 'smime-presence encrypt': a signature hides nothing"
            case .leg:
                "send it over a leg that is protected, or say what protects this one with '--leg' (docs/path-file.md)"
            case .permission: "the report of '--report' lists each rule, and why it does or does not match"
            }
        let showing =
            method == "NOTIFY" && handling == .politeBlock
            ? "; with '--polite-block' it goes out with a document that shows nothing" : ""
        return failure(hint: hint + showing)
    }

    /// The refusal, for who has received the message.
    var receivingFailure: CommandFailure {
        switch lack {
        case .envelope:
            failure(
                hint: "ask for a message that 'smime-presence encrypt' has made: a signature hides nothing")
        case .leg:
            failure(
                hint:
                    "nothing of it is to be used; where the leg is known to be protected, say so with '--leg' (docs/path-file.md)"
            )
        case .permission:
            failure(hint: "the report lists each rule, and why it does or does not match")
        }
    }

    private func failure(hint: String) -> CommandFailure {
        let isTrustMissing = decision.evidence.contains { $0.weight == .networkNotTrusted }
        let trust = isTrustMissing ? "; '--trust-network' believes proxies that remove what others wrote" : ""
        return CommandFailure(.refused, reason: .policy, description, hint: hint + trust)
    }
}

extension ReportedPolicy {
    /// What is to be said of a message that rules let pass; nothing where it goes out as it is.
    var words: String {
        document != SubscriptionAnswer.Document.unavailable.rawValue
            ? "" : "; its document shows nothing, since the rules say \(decision)"
    }
}
