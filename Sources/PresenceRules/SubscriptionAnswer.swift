/// The answer of a presence server in SIP; a watcher sees nothing else of a decision.
///
/// It depends on the handling alone, never on the rule or the condition that led to it: a watcher blocked
/// for an unprotected leg gets the same answer as any other blocked watcher. Polite blocking looks like
/// being allowed (RFC 6665 §6.2).
public struct SubscriptionAnswer: Sendable, Equatable {
    /// The body of a NOTIFY.
    public enum Document: String, Sendable, CaseIterable {
        /// The presence document after the transformations.
        case filtered
        /// A document that only says that the presentity is unavailable.
        case unavailable
        /// No body.
        case none
    }

    /// The status of the response to a new SUBSCRIBE.
    ///
    /// It is 200 also for a pending subscription: 202, in RFC 5025 §3.2.1, was deprecated by RFC 6665 §8.3.1.
    public let status: Int
    /// The Subscription-State of the NOTIFY that follows; with status 403, of the one that ends a previously
    /// accepted subscription (RFC 6665 §4.2.1.3).
    public let subscriptionState: String
    /// The body of that NOTIFY.
    public let document: Document

    /// Creates the answer for a handling (RFC 5025 §3.2.1).
    public init(to handling: SubscriptionHandling) {
        (status, subscriptionState, document) =
            switch handling {
            case .block: (403, "terminated;reason=rejected", .none)
            case .confirm: (200, "pending", .none)
            case .politeBlock: (200, "active", .unavailable)
            case .allow: (200, "active", .filtered)
            }
    }
}
