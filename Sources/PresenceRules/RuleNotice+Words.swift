import XML

extension RuleNotice {
    /// A short name for scripts.
    package var code: String {
        switch self {
        case .withoutIdentity: "asks-for-no-identity"
        case .unknownCondition: "unknown-condition"
        case .ignoredPermission: "ignored-permission"
        case .grantsNoSubscription: "grants-no-subscription"
        }
    }

    /// What it means, for people.
    package var words: String {
        switch self {
        case .withoutIdentity: "asks for no identity, and matches any watcher, also an unauthenticated one"
        case .unknownCondition(let name): "\(name) is not known here and never holds"
        case .ignoredPermission(let name): "\(name) is not known here and grants nothing"
        case .grantsNoSubscription:
            "lets no watcher in; 'block' never outweighs another rule, an 'except' in that rule does"
        }
    }
}
