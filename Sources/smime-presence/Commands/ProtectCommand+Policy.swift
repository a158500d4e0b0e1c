import FoundationEssentials
import PresenceRules
import SIPMessage

extension ProtectCommand {
    /// What the rules of `--policy` say to the message, as it would be sent; nil without rules.
    func permission(
        for input: MessageInput, writing outputs: [String?], on console: Console, at now: Date
    ) throws(CommandFailure) -> PolicyVerdict? {
        let options = protecting.policy
        guard let policy = try options.policy(on: console, outputs: outputs) else { return nil }
        guard let message = input.message else { throw .needsMessage("--policy") }
        if options.showsNothing, message.method != "NOTIFY" { throw .politeBlockNeedsNotify }
        let body = isEnveloping ? ConfidentialityFact(.protected) : ConfidentialityFact(ofBody: input.body)
        var verdict = try policy.verdict(
            on: message, body: body, from: [EntityURI(message.from.uri)].compactMap(\.self), at: now)
        verdict.showsNothing = options.showsNothing && verdict.handling == .politeBlock
        return verdict
    }
}

extension PolicyVerdict {
    /// What may be sent: the message, or the one that shows nothing.
    func permitted(_ input: MessageInput, at now: Date) throws(CommandFailure) -> MessageInput {
        if isWithinRules { return input }
        guard showsNothing, let message = input.message else { throw sendingFailure }
        return .sip(try message.showingNothing(at: now))
    }
}
