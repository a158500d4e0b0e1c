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
            on: message, body: body, from: [EntityURI(message.from.uri)].compactMap(\.self),
            to: try others(besides: message), at: now)
        verdict.showsNothing = options.showsNothing && verdict.handling == .politeBlock
        verdict.showsTooMuch =
            message.method == "NOTIFY" && message.isRequest && input.body != nil
            && verdict.handling == .allow && !verdict.decision.permissions.showsEverything
        return verdict
    }

    /// Whom `--to` has a presence document sent to, but for the presence server that a PUBLISH is for.
    private func others(besides message: SIPMessage) throws(CommandFailure) -> [EntityURI] {
        guard message.method != "SUBSCRIBE" else { return [] }
        let server =
            message.method == "PUBLISH" ? (try? MessageParties.recipient(of: message))?.addressOfRecord : nil
        var others: [EntityURI] = []
        for text in protecting.to {
            let uri = try MessageParties.address(text, option: "--to", of: Self.self)
            guard uri.addressOfRecord != server else { continue }
            guard let other = EntityURI(text) else { throw .notAllowed(.block) }
            others.append(other)
        }
        return others
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
