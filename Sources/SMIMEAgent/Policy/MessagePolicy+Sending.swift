import Octets
import PresenceRules
import SIPMessage

import struct FoundationEssentials.Date

extension MessagePolicy {
    /// Returns the verdict of the rules on a message as it would be sent.
    func permission(
        for input: MessageOrEntity, options: SendingOptions, at now: Date
    ) throws(AgentError) -> PolicyVerdict {
        guard let message = input.message else { throw .needsMessage(.policy) }
        if blocksPolitely, message.method != "NOTIFY" { throw .policy(.politeBlockNeedsNotify) }
        let body =
            options.isEnveloping ? ConfidentialityFact(.protected) : ConfidentialityFact(ofBody: input.body)
        var verdict = try verdict(
            on: message, body: body, from: [EntityURI(message.from.uri)].compactMap(\.self),
            to: try others(than: message, among: options.recipients), at: now)
        verdict.showsNothing = blocksPolitely && verdict.handling == .politeBlock
        verdict.showsTooMuch =
            message.method == "NOTIFY" && message.isRequest && input.body != nil
            && verdict.handling == .allow && !verdict.decision.permissions.showsEverything
        return verdict
    }

    /// Returns the recipients of a presence document, except the presence server that a PUBLISH is for.
    private func others(
        than message: SIPMessage, among recipients: [AddressURI]
    ) throws(AgentError) -> [EntityURI] {
        guard message.method != "SUBSCRIBE" else { return [] }
        let server =
            message.method == "PUBLISH" ? (try? Parties.recipient(of: message))?.addressOfRecord : nil
        var others: [EntityURI] = []
        for address in recipients where address.addressOfRecord != server {
            guard let other = EntityURI(address.addressOfRecord) else { throw .policy(.notAllowed(.block)) }
            others.append(other)
        }
        return others
    }
}

extension PolicyVerdict {
    /// Returns the message that may be sent: the input, or one whose document shows nothing.
    func permitted(_ input: MessageOrEntity, at now: Date) throws(AgentError) -> MessageOrEntity {
        if isWithinRules { return input }
        guard showsNothing, let message = input.message else { throw .policy(.sending(self)) }
        return .sip(try message.showingNothing(at: now))
    }
}
