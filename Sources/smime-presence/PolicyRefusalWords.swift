import Exposure
import Octets
import PresenceRules

// The words for messages that rules do not let pass.

extension CommandFailure {
    /// A file that an option names cannot be used: nothing is wrong with the message.
    static func unfitOption(_ failure: CommandFailure, file: String) -> CommandFailure {
        CommandFailure(.usage, "'\(printable(file))': \(failure.message)", hint: failure.hint)
    }

    /// Presence authorization rules are about presence.
    static func rulesSayNothing(about method: String) -> CommandFailure {
        CommandFailure(
            .usage, "presence authorization rules say nothing about \(printable(method))",
            hint: "give '--policy' with PUBLISH, SUBSCRIBE and NOTIFY only")
    }

    /// They are about one event of those that can be subscribed to.
    static func rulesSayNothing(aboutEvent event: String?) -> CommandFailure {
        let words = event.map { "the event '\(printable($0))'" } ?? "a message without Event"
        var failure = CommandFailure(
            .refused, reason: "policy", "the rules say nothing about \(words)",
            hint: "hold messages with 'Event: presence' against presence authorization rules, and no others")
        failure.sipStatus = 403
        return failure
    }

    /// Nothing but a NOTIFY shows a document to a watcher.
    static let politeBlockNeedsNotify = CommandFailure(
        .usage, "'--polite-block' replaces the document of a NOTIFY, and this is none",
        hint: "leave '--polite-block' out")

    /// A NOTIFY without a whole presence document has nothing to be replaced.
    static var nothingToReplace: CommandFailure {
        var failure = CommandFailure(
            .refused, reason: "policy",
            "the rules say polite-block, and there is no whole presence document to be replaced",
            hint: "give '--polite-block' with a body of application/pidf+xml")
        failure.sipStatus = 403
        return failure
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

    /// The refusal of a message in clear whose body the rules want enveloped.
    var clearTextFailure: CommandFailure {
        CommandFailure(
            .refused, reason: "clear-text",
            "the message is in clear, and the rules demand that its body is enveloped",
            hint:
                "everybody on the way has read it: ask the sender to protect it, and never to send it in clear instead"
        )
    }

    private func failure(hint: String) -> CommandFailure {
        let isTrustMissing = decision.evidence.contains { $0.weight == .networkNotTrusted }
        let trust = isTrustMissing ? "; '--trust-network' believes proxies that remove what others wrote" : ""
        let lacking = decision.evidence.filter { !$0.weight.isEnough }.map(\.words)
        let why = lacking.isEmpty ? "" : ": " + lacking.joined(separator: "; ")
        var failure = CommandFailure(
            .refused, reason: "policy", "the rules say \(handling.rawValue)\(why)", hint: hint + trust)
        failure.sipStatus = 403
        return failure
    }
}

extension ReportedWarning {
    /// Somebody says that a leg is protected, who may be wrong or gain by it.
    static func claimed(_ found: LegConfidentiality, of role: LegRole) -> ReportedWarning {
        ReportedWarning(
            code: "claimed-protection",
            message: "of the \(role.rawValue)'s leg, and counted for nothing: \(found.reason)")
    }

    /// Messages before this one are of somebody else's leg.
    static func passedOver(_ count: Int, of role: LegRole) -> ReportedWarning {
        let messages = count == 1 ? "1 earlier message is" : "\(count) earlier messages are"
        return ReportedWarning(
            code: "message-of-others",
            message: "\(messages) not of the \(role.rawValue)'s user, and counted for nothing")
    }
}

extension ReportedWarning {
    /// A document goes out whole, of which the rules would show less.
    static func notFiltered(_ permissions: Permissions) -> ReportedWarning {
        ReportedWarning(
            code: "not-filtered",
            message: "nothing is taken out of the document, of which the rules would show: "
                + PolicyText.shown(permissions))
    }

    /// Messages before this one that may have others inside.
    static func notOpened(_ files: [String]) -> ReportedWarning {
        let names = files.map { "'\(printable($0))'" }.joined(separator: ", ")
        return ReportedWarning(
            code: "earlier-not-opened",
            message: "protected, and read from outside only, whatever a message inside may say: \(names)")
    }
}

extension ReportedPolicy {
    /// What is to be said of a message that rules let pass; nothing where it goes out as it is.
    var words: String {
        document != SubscriptionAnswer.Document.unavailable.rawValue
            ? "" : "; its document shows nothing, since the rules say \(decision)"
    }
}
