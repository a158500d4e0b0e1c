package import AccessLeg
import CMS
package import FoundationEssentials
import Octets
package import PresenceRules
import Rendering
package import SIPMessage

/// What the caller says of an access leg in one word.
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

/// Whether rules let a watcher watch a presentity, asked as a presence server does.
package struct PolicyQuestion: Sendable {
    /// Why nothing can be asked about the message.
    package enum Refusal: Error, Sendable {
        /// It is about another presentity; which.
        case otherPresentity(String)
        /// It is of a user who neither watches nor is watched here; whom.
        case otherUser(String)
    }

    /// As whom the watcher was authenticated; nil if not at all.
    package var watchers: [EntityURI]?
    /// Whose presence it is.
    package var presentity: EntityURI
    /// The instant to decide for.
    package var instant: Date
    /// The sphere the presentity is in; nil for none.
    package var sphere: String?
    /// What is known of the legs.
    package var path: PathDescription
    /// Whether what a node of the network asserts is believed.
    package var trustsNetwork = false
    /// What the caller says of a leg; messages and path then say nothing of it.
    package var stated: [LegRole: LegState] = [:]

    /// Asks about one watcher, whose legs are described by `path`.
    package init(
        watchers: [EntityURI]?, presentity: EntityURI, at instant: Date, path: PathDescription
    ) {
        self.watchers = watchers
        self.presentity = presentity
        self.instant = instant
        self.path = path
    }

    /// Has the rules decide.
    ///
    /// - Parameters:
    ///   - input: what would be sent; nil if that is not known.
    ///   - earlier: the messages before it.
    /// - Throws: ``Refusal`` if the message is about others.
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

/// What rules said to a question, and what that rests on.
package struct PolicyAnswer: Sendable {
    private let decision: AuthorizationDecision
    private let request: AuthorizationRequest
    /// The legs that the caller said nothing of.
    private let legs: [MessageLeg]

    init(decision: AuthorizationDecision, request: AuthorizationRequest, legs: [MessageLeg]) {
        self.decision = decision
        self.request = request
        self.legs = legs
    }

    /// The decision in one word.
    package var handling: SubscriptionHandling { decision.handling }
    /// What is to be said of messages that are of other users.
    package var warnings: [ReportedWarning] { legs.flatMap(\.warningsOfOthers) }

    /// The decision for people.
    package var text: String {
        PolicyText.decision(decision, on: request, at: request.instant.internetTime, legs: legs)
    }

    /// The JSON report of `operation`.
    package func json(operation: String) -> [UInt8] {
        JSONWriter.document(PolicyDecisionReport(decision, on: request, legs: legs, operation: operation))
    }
}
