/// The decision of rules about a request, with all findings.
///
/// It names the rules, and is for their author. A watcher may see its ``answer`` only.
public struct AuthorizationDecision: Sendable, Equatable {
    /// The permissions granted by all matching rules together.
    public let permissions: Permissions
    /// Each rule, in document order, and why it does or does not match.
    public let rules: [RuleFinding]
    /// The facts about confidentiality that the rules used, each once.
    public let evidence: [ConfidentialityEvidence]

    /// The handling of the subscription.
    public var handling: SubscriptionHandling { permissions.subscriptionHandling }

    /// The matching rules that determine the handling; empty if the default, block, applies.
    public var decisive: [RuleFinding] {
        rules.filter { $0.matches && $0.handling == handling }
    }

    /// The answer in SIP.
    public var answer: SubscriptionAnswer { SubscriptionAnswer(to: handling) }
}

/// The result of one rule for a request.
public struct RuleFinding: Sendable, Equatable {
    /// The identifier of the rule.
    public let id: String
    /// The handling of the subscription that it would grant.
    public let handling: SubscriptionHandling
    /// Its conditions, in document order.
    public let conditions: [ConditionFinding]

    /// Whether all conditions hold (RFC 4745 §10.1).
    public var matches: Bool { conditions.allSatisfy(\.holds) }
}

/// The result of one condition for a request.
public struct ConditionFinding: Sendable, Equatable {
    /// Why a condition does or does not hold.
    public enum Reason: Sendable, Equatable {
        /// Whether the watcher matches.
        case identity(isMatched: Bool)
        /// For a request of any watcher: whether a watcher can match.
        case anyWatcher(isPossible: Bool)
        /// The watcher was not authenticated.
        case notAuthenticated
        /// Whether the sphere of the presentity, nil if it is undefined, is among the listed ones.
        case sphere(String?, isNamed: Bool)
        /// Whether the instant is in one of the periods.
        case validity(isValid: Bool)
        /// Whether the facts about confidentiality meet the demand.
        case confidentiality([ConfidentialityEvidence], isMet: Bool)
        /// The condition is unknown, so that it does not hold.
        case unknown
    }

    /// The condition.
    public let condition: Condition
    /// Why it does or does not hold.
    public let reason: Reason

    /// Whether it holds.
    public var holds: Bool {
        switch reason {
        case .identity(let holds), .anyWatcher(let holds), .sphere(_, let holds), .validity(let holds),
            .confidentiality(_, let holds):
            holds
        case .notAuthenticated, .unknown: false
        }
    }
}
