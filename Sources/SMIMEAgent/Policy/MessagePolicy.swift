public import AccessLeg
import FoundationEssentials
public import PresenceRules
public import SIPMessage

/// Presence authorization rules for messages, with the known facts about the path.
public struct MessagePolicy: Sendable {
    let rules: Ruleset
    let path: PathDescription
    /// The earlier messages.
    let earlier: [SIPMessage]
    /// The watchers, if the command line names them.
    let watchers: [EntityURI]
    /// The warnings about the earlier messages.
    let warnings: [ReportedWarning]
    /// Whether a politely blocked NOTIFY is sent with a document that says 'unavailable'.
    let blocksPolitely: Bool

    /// Combines rules with the known facts about the path.
    ///
    /// - Parameters:
    ///   - rules: presence authorization rules.
    ///   - path: what is known of the access legs.
    ///   - earlier: the messages that were sent before, in their order.
    ///   - watchers: the watchers; none for those that the message names.
    ///   - blocksPolitely: whether a NOTIFY that the rules block politely is sent with a
    ///     document that shows nothing.
    ///   - warnings: the warnings about the earlier messages.
    public init(
        _ rules: Ruleset, path: PathDescription, earlier: [SIPMessage] = [], watchers: [EntityURI] = [],
        blocksPolitely: Bool = false, warnings: [ReportedWarning] = []
    ) {
        self.rules = rules
        self.path = path
        self.earlier = earlier
        self.watchers = watchers
        self.blocksPolitely = blocksPolitely
        self.warnings = warnings
    }

    /// Checks a message against the rules.
    ///
    /// - Parameters:
    ///   - body: whether its body is enveloped when sent, or was when received.
    ///   - sender: the authenticated identities of the sender; nil if they are not yet known.
    ///   - recipients: the additional recipients, each a separate audience; the lowest verdict counts.
    /// - Throws: ``AgentError/policy(_:)`` if the method is not PUBLISH, SUBSCRIBE or NOTIFY, or if the event
    ///   is not presence: presence rules do not cover it.
    func verdict(
        on message: SIPMessage, body: ConfidentialityFact, from sender: [EntityURI]?,
        to recipients: [EntityURI] = [], at instant: Date
    ) throws(AgentError) -> PolicyVerdict {
        try refuseOthers(message)
        let legs = path.legs(of: message, after: earlier)
        var facts = ConfidentialityFacts(body: body, trustsNetwork: path.trust == .proxies)
        let counting = legs.filter { isDecided($0.role, by: message) }
        for leg in legs { facts[leg.role] = [.ofAnotherMessage] }
        for leg in counting { facts[leg.role] = leg.facts }
        let entity = message.method == "NOTIFY" ? message.from.uri : message.to.uri
        guard let presentity = EntityURI(entity) else { throw .policy(.notAllowed(.block)) }
        func verdict(for audience: [EntityURI]?) -> PolicyVerdict {
            var request = AuthorizationRequest(
                watchers: audience ?? [], presentity: presentity, at: instant, confidentiality: facts)
            request.isForAnyWatcher = audience == nil
            return PolicyVerdict(
                rules: rules, request: request, decision: rules.decide(request), method: message.method,
                legs: counting, pathWarnings: warnings)
        }
        let audiences = audiences(of: message, from: sender)
        guard let best = audiences.map(verdict).max(by: { $0.handling < $1.handling }) else {
            throw .policy(.notAllowed(.block))
        }
        let others = recipients.filter {
            message.method != "NOTIFY" || audiences.first??.contains($0) != true
        }
        return others.map { verdict(for: [$0]) }.reduce(best) { $1.handling < $0.handling ? $1 : $0 }
    }

    /// Refuses messages that presence rules do not cover.
    private func refuseOthers(_ message: SIPMessage) throws(AgentError) {
        guard message.isOfEventPackage else {
            throw .policy(.otherMethod(message.method))
        }
        // A subscriber to presence.winfo passes another leg; responses have no Event.
        let event = message.event.flatMap(TokenWithParameters.parse)?.token
        guard !message.isRequest || event?.lowercased() == "presence" else {
            throw .policy(.otherEvent(message.event))
        }
    }

    /// Whether a leg counts for this message.
    ///
    /// A message from a terminal passes its own leg; the other leg is decided with the messages that pass it.
    /// A NOTIFY is decided last, so both legs count.
    private func isDecided(_ role: LegRole, by message: SIPMessage) -> Bool {
        message.method == "NOTIFY" || role == LegRole(of: message)
    }

    /// Returns the audiences to ask for, one after the other; nil stands for any watcher.
    ///
    /// A PUBLISH is for all watchers, so each named watcher is an audience; otherwise all
    /// names belong to one watcher.
    private func audiences(of message: SIPMessage, from sender: [EntityURI]?) -> [[EntityURI]?] {
        switch message.method {
        case "PUBLISH": watchers.isEmpty ? [nil] : watchers.map { [$0] }
        case _ where !watchers.isEmpty: [watchers]
        case "NOTIFY": [[EntityURI(message.to.uri)].compactMap(\.self)]
        default: [sender]
        }
    }
}

extension ConfidentialityFacts {
    /// The facts about the leg of this role.
    package subscript(role: LegRole) -> [ConfidentialityFact] {
        get { role == .presentity ? presentityLeg : watcherLeg }
        set {
            if role == .presentity { presentityLeg = newValue } else { watcherLeg = newValue }
        }
    }
}
