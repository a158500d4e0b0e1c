public import XML

/// One child of an `identity` condition: whom it means.
///
/// Only authenticated watchers are meant by any of them (RFC 4745 §7.1.1).
public enum IdentityMatch: Sendable, Equatable {
    /// Who is left out of a `many`.
    public enum Exception: Sendable, Hashable {
        /// One entity (RFC 4745 §7.2).
        case entity(EntityURI)
        /// All of a domain, in lower case.
        case domain(String)
    }

    /// Exactly this entity (RFC 4745 §7.1.2).
    case one(EntityURI)
    /// Everybody, or all of a domain, but for the exceptions (RFC 4745 §7.1.3).
    case many(domain: String?, exceptions: Set<Exception>)
    /// What nobody knows here, or what contains it, means nobody (RFC 4745 §7.1.1): it could have narrowed.
    case unknown(ExpandedName)

    /// Whether there can be anybody whom it means.
    var canMeanSomebody: Bool {
        switch self {
        case .one: true
        case .many(let domain, let exceptions): domain.map { !exceptions.contains(.domain($0)) } ?? true
        case .unknown: false
        }
    }

    /// Whether it means a watcher who was authenticated as each of `watchers`.
    ///
    /// Any of several URIs is enough to be meant, and any is enough to be left out (RFC 5025 §3.1.1.2). Where a domain is
    /// left out, none is enough whose domain is not known.
    func matches(_ watchers: [EntityURI]) -> Bool {
        switch self {
        case .one(let entity): watchers.contains(entity)
        case .many(let domain, let exceptions):
            watchers.contains {
                domain == nil
                    ? $0.domain != nil || !exceptions.contains(where: \.isDomain) : $0.domain == domain
            } && !exceptions.contains { exception in watchers.contains { exception.leavesOut($0) } }
        case .unknown: false
        }
    }
}

extension IdentityMatch.Exception {
    fileprivate var isDomain: Bool {
        if case .domain = self { true } else { false }
    }

    fileprivate func leavesOut(_ watcher: EntityURI) -> Bool {
        switch self {
        case .entity(let entity): watcher.isExcepted(by: entity)
        case .domain(let domain): watcher.domain == domain
        }
    }
}
