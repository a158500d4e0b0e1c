import Exposure
import Octets
import PresenceRules
package import SMIMEAgent
import SMIMEBody

// The failures for messages that rules do not allow.

extension CommandFailure {
    /// The file of an option is invalid: the usage is wrong, not the message.
    package static func unfitOption(_ failure: CommandFailure, file: String) -> CommandFailure {
        CommandFailure(.usage, "'\(printable(file))': \(failure.message)", hint: failure.hint)
    }
}

extension PolicyRefusal {
    /// The failure of a command for this refusal.
    package var failure: CommandFailure {
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
                    "every hop has read it: ask the sender to protect it, and never to "
                    + "send it in clear text instead"
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
                .usage, "'--polite-block' replaces the document of a NOTIFY; this is not a NOTIFY",
                hint: "leave '--polite-block' out")
        }
    }
}

extension PolicyVerdict {
    /// The refusal, for the sender.
    package var sendingFailure: CommandFailure {
        let hint =
            switch lack {
            case .envelope: "protect it with 'smime-presence encrypt': a signature hides nothing"
            case .leg:
                "send it over a leg that is protected, or say what protects this one with "
                    + "'--leg' (docs/path-file.md)"
            case .permission: "the report of '--report' lists each rule, and why it does or does not match"
            }
        let showing =
            method == "NOTIFY" && handling == .politeBlock
            ? "; with '--polite-block' it goes out with a document that says 'unavailable'" : ""
        return failure(hint: hint + showing)
    }

    /// The refusal, for the receiver.
    package var receivingFailure: CommandFailure {
        switch lack {
        case .envelope:
            failure(
                hint: "ask for a message that 'smime-presence encrypt' has made: a signature hides nothing")
        case .leg:
            failure(
                hint:
                    "do not use it; if the leg is known to be protected, say so with "
                    + "'--leg' (docs/path-file.md)"
            )
        case .permission:
            failure(hint: "the report lists each rule, and why it does or does not match")
        }
    }

    private func failure(hint: String) -> CommandFailure {
        let isTrustMissing = decision.evidence.contains { $0.weight == .networkNotTrusted }
        let trust =
            isTrustMissing ? "; behind a proxy that removes forged claims, give '--trust-network'" : ""
        return CommandFailure(.refused, reason: .policy, description, hint: hint + trust)
    }
}

extension ReportedPolicy {
    /// The end of the summary of an allowed message; empty if it is sent as it is.
    package var words: String {
        document != SubscriptionAnswer.Document.unavailable.rawValue
            ? "" : "; its document shows nothing, since the rules say \(decision)"
    }
}
