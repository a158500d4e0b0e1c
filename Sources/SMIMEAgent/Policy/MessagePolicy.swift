public import AccessLeg
import FoundationEssentials
public import PresenceRules
public import SIPMessage

/// Presence authorization rules that messages must be within, with what is known of the path.
public struct MessagePolicy: Sendable {
    let rules: Ruleset
    let path: PathDescription
    /// The messages that passed before.
    let earlier: [SIPMessage]
    /// Who watches, where the command line says so.
    let watchers: [EntityURI]
    /// What there is to say about the messages before.
    let warnings: [ReportedWarning]
    /// Whether a NOTIFY that the rules block politely goes out with a document that shows nothing.
    let blocksPolitely: Bool

    /// Combines rules with what is known of the path.
    ///
    /// - Parameters:
    ///   - rules: presence authorization rules.
    ///   - path: what is known of the access legs.
    ///   - earlier: the messages that were sent before, in their order.
    ///   - watchers: the watchers; none for those that the message names.
    ///   - blocksPolitely: whether a NOTIFY that the rules block politely is sent with a document that shows nothing.
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

    /// Holds a message against the rules.
    ///
    /// - Parameters:
    ///   - body: whether its body is enveloped when it is sent, or was when it came.
    ///   - sender: as whom the sender was authenticated; nil where that cannot be said yet.
    ///   - recipients: who gets it besides, each an audience of their own: of all verdicts the least counts.
    /// - Throws: a usage failure for what is no PUBLISH, SUBSCRIBE or NOTIFY, and a refusal for one about another event
    ///   than presence: rules of presence say nothing about it.
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

    /// Refuses what rules of presence say nothing about.
    private func refuseOthers(_ message: SIPMessage) throws(AgentError) {
        guard ["PUBLISH", "SUBSCRIBE", "NOTIFY"].contains(message.method) else {
            throw .policy(.otherMethod(message.method))
        }
        // Who asks for presence.winfo passes another leg; responses have no Event.
        let event = message.event.flatMap(TokenWithParameters.parse)?.token
        guard !message.isRequest || event?.lowercased() == "presence" else {
            throw .policy(.otherEvent(message.event))
        }
    }

    /// Whether a leg counts for this message.
    ///
    /// What a terminal sends passes its own leg; the other is decided about with the messages that pass that one. A NOTIFY
    /// is the last to be decided about, and both legs count.
    private func isDecided(_ role: LegRole, by message: SIPMessage) -> Bool {
        message.method == "NOTIFY" || role == LegRole(of: message)
    }

    /// For whom it is asked, one after the other; nil in it is anybody.
    ///
    /// A PUBLISH is for all watchers, so each that is named is one; elsewhere all names are those of one watcher.
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
