/// What rules say to a request, with all that it rests on.
///
/// It names the rules, and is for their author: what a watcher may learn of it is in its ``answer``.
public struct AuthorizationDecision: Sendable, Equatable {
    /// What is granted by all matching rules together.
    public let permissions: Permissions
    /// Each rule, in document order, and why it does or does not match.
    public let rules: [RuleFinding]
    /// The facts about confidentiality that were asked for, each once.
    public let evidence: [ConfidentialityEvidence]

    /// What happens to the subscription.
    public var handling: SubscriptionHandling { permissions.subscriptionHandling }

    /// The matching rules that grant as much as is granted; empty where it is blocked because none does more.
    public var decisive: [RuleFinding] {
        rules.filter { $0.matches && $0.handling == handling }
    }

    /// What follows in SIP.
    public var answer: SubscriptionAnswer { SubscriptionAnswer(to: handling) }
}

/// One rule, held against a request.
public struct RuleFinding: Sendable, Equatable {
    /// The identifier of the rule.
    public let id: String
    /// What it would do with the subscription.
    public let handling: SubscriptionHandling
    /// Its conditions, in document order.
    public let conditions: [ConditionFinding]

    /// Whether all conditions hold (RFC 4745 §10.1).
    public var matches: Bool { conditions.allSatisfy(\.holds) }
}

/// One condition, held against a request.
public struct ConditionFinding: Sendable, Equatable {
    /// Why a condition does or does not hold.
    public enum Reason: Sendable, Equatable {
        /// The watcher is meant by it, or is not.
        case identity(isMeant: Bool)
        /// It was asked for anybody, and the condition can mean somebody, or cannot.
        case somebody(isMeant: Bool)
        /// The watcher was not authenticated.
        case notAuthenticated
        /// The sphere of the presentity, nil where undefined, is among those named, or is not.
        case sphere(String?, isNamed: Bool)
        /// The instant lies in a period, or in none.
        case validity(isValid: Bool)
        /// What is known about confidentiality meets the demand, or does not.
        case confidentiality([ConfidentialityEvidence], isMet: Bool)
        /// It is not known here, and so does not hold.
        case unknown
    }

    /// The condition.
    public let condition: Condition
    /// Why it does or does not hold.
    public let reason: Reason

    /// Whether it holds.
    public var holds: Bool {
        switch reason {
        case .identity(let holds), .somebody(let holds), .sphere(_, let holds), .validity(let holds),
            .confidentiality(_, let holds):
            holds
        case .notAuthenticated, .unknown: false
        }
    }
}
