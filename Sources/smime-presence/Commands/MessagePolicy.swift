import Exposure
import FoundationEssentials
import PresenceRules
import SIPMessage

/// Rules that messages are held against, with what is known of the path.
struct MessagePolicy {
    let rules: Ruleset
    let path: PathDescription
    /// The messages that passed before.
    let earlier: [SIPMessage]
    /// Who watches, where the command line says so.
    let watchers: [EntityURI]

    /// Holds a message against the rules.
    ///
    /// - Parameters:
    ///   - body: whether its body is enveloped when it is sent, or was when it came.
    ///   - sender: as whom the sender was authenticated; nil where that cannot be said yet.
    /// - Throws: a usage failure for what is no PUBLISH, SUBSCRIBE or NOTIFY: rules of presence say nothing about it.
    func verdict(
        on message: SIPMessage, body: ConfidentialityFact, from sender: [EntityURI]?, at instant: Date
    ) throws(CommandFailure) -> PolicyVerdict {
        guard ["PUBLISH", "SUBSCRIBE", "NOTIFY"].contains(message.method) else {
            throw .rulesSayNothing(about: message.method)
        }
        let legs = path.legs(of: message, after: earlier)
        var facts = ConfidentialityFacts(body: body, trustsNetwork: path.trust == .proxies)
        for leg in legs {
            facts[leg.role] = isDecided(leg.role, by: message) ? leg.facts : [.ofAnotherMessage]
        }
        let entity = message.method == "NOTIFY" ? message.from.uri : message.to.uri
        guard let presentity = EntityURI(entity) else { throw .notAllowed(.block) }
        let requests = audiences(of: message, from: sender).map { audience in
            var request = AuthorizationRequest(
                watchers: audience ?? [], presentity: presentity, at: instant, confidentiality: facts)
            request.isForAnybody = audience == nil
            return request
        }
        let verdicts = requests.map {
            PolicyVerdict(
                rules: rules, request: $0, decision: rules.decide($0), method: message.method,
                legs: legs.filter { isDecided($0.role, by: message) })
        }
        guard let best = verdicts.max(by: { $0.handling < $1.handling }) else { throw .notAllowed(.block) }
        return best
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

/// What rules say to one message.
struct PolicyVerdict {
    let rules: Ruleset
    let request: AuthorizationRequest
    let decision: AuthorizationDecision
    let method: String
    /// The legs that counted.
    let legs: [AccessLeg]
    /// Whether a document that shows nothing has taken the place of the presence document.
    var showsNothing = false

    var handling: SubscriptionHandling { decision.handling }

    /// Whether the message may pass.
    ///
    /// A SUBSCRIBE may wherever the answer in SIP is not a refusal: its NOTIFY is decided about by itself, and a watcher
    /// that is blocked politely must not be told (RFC 6665 §6.2).
    var isWithinRules: Bool {
        handling == .allow || (method == "SUBSCRIBE" && decision.answer.status < 300)
    }

    /// What is missing.
    enum Lack {
        /// The body would have to be enveloped.
        case envelope
        /// A leg would have to be protected.
        case leg
        /// No protection would help.
        case permission
    }

    var lack: Lack {
        var request = request
        request.confidentiality.body = ConfidentialityFact(.protected)
        if rules.decide(request).handling > handling { return .envelope }
        let leg = ConfidentialityFact(.protected, by: Set(ProtectionMeans.allCases))
        for role in LegRole.allCases { request.confidentiality[role] = [leg] }
        return rules.decide(request).handling > handling ? .leg : .permission
    }

    /// What somebody only claims of the legs.
    var warnings: [ReportedWarning] {
        legs.flatMap { leg in leg.claims.map { ReportedWarning.claimed($0, of: leg.role) } }
    }
}

extension ConfidentialityFacts {
    /// The facts about the leg of this role.
    subscript(role: LegRole) -> [ConfidentialityFact] {
        get { role == .presentity ? presentityLeg : watcherLeg }
        set {
            if role == .presentity { presentityLeg = newValue } else { watcherLeg = newValue }
        }
    }
}
