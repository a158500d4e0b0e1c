package import AccessLeg
import CMS
package import FoundationEssentials
import Octets
package import PresenceRules
import Rendering
package import SIPMessage

/// The caller's statement about an access leg, in one word.
package enum LegState: String, CaseIterable, Sendable {
    case protected
    case ipsec
    case tls
    case accessNetwork = "access-network"
    case unprotected
    case claimed
    case unknown

    var fact: ConfidentialityFact {
        switch self {
        case .protected: ConfidentialityFact(.protected)
        case .ipsec: ConfidentialityFact(.protected, by: [.ipsec])
        case .tls: ConfidentialityFact(.protected, by: [.tls])
        case .accessNetwork: ConfidentialityFact(.protected, by: [.accessNetwork])
        case .unprotected: ConfidentialityFact(.notProtected)
        case .claimed: ConfidentialityFact(.protected, source: .claimedByUE)
        case .unknown: .unknown
        }
    }
}

/// The question whether rules let a watcher watch a presentity, as a presence server asks it.
package struct PolicyQuestion: Sendable {
    /// The reason why the message cannot be judged.
    package enum Refusal: Error, Sendable {
        /// It is about another presentity, whose URI this is.
        case otherPresentity(String)
        /// It belongs to another user, whose URI this is.
        case otherUser(String)
    }

    /// The authenticated identities of the watcher; nil if it was not authenticated.
    package var watchers: [EntityURI]?
    /// The presentity.
    package var presentity: EntityURI
    /// The instant of the decision.
    package var instant: Date
    /// The sphere of the presentity; nil for none.
    package var sphere: String?
    /// The known facts about the legs.
    package var path: PathDescription
    /// Whether assertions of the network's nodes are trusted.
    package var trustsNetwork = false
    /// The caller's statements about legs, which replace those of messages and path.
    package var stated: [LegRole: LegState] = [:]

    /// Creates a question about one watcher, with legs described by `path`.
    package init(
        watchers: [EntityURI]?, presentity: EntityURI, at instant: Date, path: PathDescription
    ) {
        self.watchers = watchers
        self.presentity = presentity
        self.instant = instant
        self.path = path
    }

    /// Returns the decision of the rules.
    ///
    /// - Parameters:
    ///   - input: what would be sent; nil if that is not known.
    ///   - earlier: the messages before it.
    package func answer(
        of rules: Ruleset, on input: MessageOrEntity?, after earlier: [SIPMessage]
    ) throws(Refusal) -> PolicyAnswer {
        var facts = ConfidentialityFacts(trustsNetwork: trustsNetwork)
        if let input {
            if let other = input.message?.presentity(otherThan: presentity.text) {
                throw .otherPresentity(other)
            }
            facts.body = ConfidentialityFact(ofBody: input.body)
        }
        let users = LegUsers(watchers: watchers, presentity: presentity)
        if let sent = input?.message, users.role(of: sent) == nil { throw .otherUser(sent.terminalUserURI) }
        let legs = path.legs(of: input?.message, after: earlier, users: users)
            .filter { stated[$0.role] == nil }
        for leg in legs { facts[leg.role] = leg.facts }
        for (role, state) in stated { facts[role] = [state.fact] }
        let request = AuthorizationRequest(
            watchers: watchers ?? [], presentity: presentity, at: instant, sphere: sphere,
            confidentiality: facts)
        return PolicyAnswer(decision: rules.decide(request), request: request, legs: legs)
    }
}

/// The answer of rules to a question, and its basis.
package struct PolicyAnswer: Sendable {
    private let decision: AuthorizationDecision
    private let request: AuthorizationRequest
    /// The legs that the caller made no statement about.
    private let legs: [MessageLeg]

    init(decision: AuthorizationDecision, request: AuthorizationRequest, legs: [MessageLeg]) {
        self.decision = decision
        self.request = request
        self.legs = legs
    }

    /// The decision in one word.
    package var handling: SubscriptionHandling { decision.handling }
    /// The warnings about messages of other users.
    package var warnings: [ReportedWarning] { legs.flatMap(\.warningsOfOthers) }

    /// The decision as text for people.
    package var text: String {
        PolicyText.decision(decision, on: request, at: request.instant.internetTime, legs: legs)
    }

    /// Returns the JSON report of `operation`.
    package func json(operation: String) -> [UInt8] {
        JSONWriter.document(PolicyDecisionReport(decision, on: request, legs: legs, operation: operation))
    }
}
