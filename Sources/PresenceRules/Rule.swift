public import XML

/// One rule: its conditions and the permissions it grants.
///
/// Source: RFC 4745 §6.
public struct Rule: Sendable, Equatable {
    /// Its identifier in the ruleset.
    public let id: String
    /// The conditions that must all hold; a rule without conditions matches every watcher.
    public let conditions: [Condition]
    /// The permissions it grants.
    public let permissions: Permissions
    /// Unknown actions and transformations, in document order: they grant nothing.
    public let ignoredPermissions: [ExpandedName]
    /// The position of its start.
    public let position: XMLPosition
}

/// A property of a rule that its author may not have intended.
public enum RuleNotice: Sendable, Equatable {
    /// It has no identity condition, so that it matches every watcher, also an
    /// unauthenticated one (RFC 4745 §7.1.1).
    case withoutIdentity
    /// A condition, or a part of it, is unknown, so that it never holds.
    case unknownCondition(ExpandedName)
    /// An action or transformation is unknown and grants nothing.
    case ignoredPermission(ExpandedName)
    /// It has no `sub-handling` above `block`, so that it allows no watcher.
    case grantsNoSubscription
}

extension Rule {
    /// The properties that its author may not have intended.
    public var notices: [RuleNotice] {
        var notices: [RuleNotice] = []
        let asksForIdentity = conditions.contains { if case .identity = $0 { true } else { false } }
        let grants = permissions.subscriptionHandling > .block
        if !asksForIdentity, grants { notices.append(.withoutIdentity) }
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
