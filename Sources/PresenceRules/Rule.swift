public import XML

/// One rule: under which conditions it grants what.
///
/// Source: RFC 4745 §6.
public struct Rule: Sendable, Equatable {
    /// What names it in its set.
    public let id: String
    /// What must hold; nothing where it is empty, and the rule then matches everybody.
    public let conditions: [Condition]
    /// What it grants.
    public let permissions: Permissions
    /// Actions and transformations that are not known here, in document order: they grant nothing.
    public let ignoredPermissions: [ExpandedName]
    /// Where it begins.
    public let position: XMLPosition
}

/// Something in a rule that its author may not have meant.
public enum RuleNotice: Sendable, Equatable {
    /// It asks for no identity, so that it is for everybody, also who was not authenticated (RFC 4745 §7.1.1).
    case asksForNoIdentity
    /// A condition is not known here, or part of it, so that it, or that part, never holds.
    case unknownCondition(ExpandedName)
    /// An action or transformation is not known here and grants nothing.
    case ignoredPermission(ExpandedName)
    /// It has no `sub-handling` above `block`, so that it lets nobody watch.
    case grantsNoSubscription
}

extension Rule {
    /// What its author may not have meant.
    public var notices: [RuleNotice] {
        var notices: [RuleNotice] = []
        let asksForIdentity = conditions.contains { if case .identity = $0 { true } else { false } }
        let grants = permissions.subscriptionHandling > .block
        if !asksForIdentity, grants { notices.append(.asksForNoIdentity) }
        notices += conditions.flatMap(\.unknownNames).map { .unknownCondition($0) }
        notices += ignoredPermissions.map { .ignoredPermission($0) }
        if !grants { notices.append(.grantsNoSubscription) }
        return notices
    }
}

extension Condition {
    fileprivate var unknownNames: [ExpandedName] {
        switch self {
        case .unknown(let name): [name]
        case .identity(let matches):
            matches.compactMap { if case .unknown(let name) = $0 { name } else { nil } }
        case .confidentiality(let demand): demand.unknownNames
        case .sphere, .validity: []
        }
    }
}

extension ConfidentialityDemand {
    fileprivate var unknownNames: [ExpandedName] {
        switch self {
        case .unknown(let name): [name]
        case .atLeastOneOf(let demands), .allOf(let demands): demands.flatMap(\.unknownNames)
        case .subject: []
        }
    }
}
