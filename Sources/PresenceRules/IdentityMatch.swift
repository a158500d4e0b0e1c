public import XML

/// One child of an `identity` condition: the watchers that it matches.
///
/// It matches authenticated watchers only (RFC 4745 §7.1.1).
public enum IdentityMatch: Sendable, Equatable {
    /// An exception of a `many`.
    public enum Exception: Sendable, Hashable {
        /// One entity (RFC 4745 §7.2).
        case entity(EntityURI)
        /// A whole domain, in lower case.
        case domain(String)
    }

    /// Exactly this entity (RFC 4745 §7.1.2).
    case one(EntityURI)
    /// Every watcher, or all of a domain, without the exceptions (RFC 4745 §7.1.3).
    case many(domain: String?, exceptions: Set<Exception>)
    /// An unknown element, or one that contains one, matches no watcher (RFC 4745
    /// §7.1.1): it could be an exception.
    case unknown(ExpandedName)

    /// Whether it can match any watcher.
    var canMatchAnyWatcher: Bool {
        switch self {
        case .one: true
        case .many(let domain, let exceptions): domain.map { !exceptions.contains(.domain($0)) } ?? true
        case .unknown: false
        }
    }

    /// Returns whether it matches a watcher who was authenticated as each of `watchers`.
    ///
    /// One of several URIs is enough to match, and one is enough to be excluded (RFC 5025 §3.1.1.2). If a
    /// domain is excluded, a URI without a known domain does not match.
    func matches(_ watchers: [EntityURI]) -> Bool {
        switch self {
        case .one(let entity): watchers.contains(entity)
        case .many(let domain, let exceptions):
            watchers.contains {
                domain == nil
                    ? $0.domain != nil || !exceptions.contains(where: \.isDomain) : $0.domain == domain
            } && !exceptions.contains { exception in watchers.contains { exception.excludes($0) } }
        case .unknown: false
        }
    }
}

extension IdentityMatch.Exception {
    fileprivate var isDomain: Bool {
        if case .domain = self { true } else { false }
    }

    fileprivate func excludes(_ watcher: EntityURI) -> Bool {
        switch self {
        case .entity(let entity): watcher.isExcepted(by: entity)
        case .domain(let domain): watcher.domain == domain
        }
    }
}
