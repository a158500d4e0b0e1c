/// What a presence server says in SIP; it is all that a watcher learns of a decision.
///
/// It depends on the handling alone, never on the rule or the condition that led to it: who is blocked for an unprotected
/// leg is told what everybody is told who is blocked. Polite blocking looks like being allowed (RFC 6665 §6.2).
public struct SubscriptionAnswer: Sendable, Equatable {
    /// What a NOTIFY has in its body.
    public enum Document: String, Sendable, CaseIterable {
        /// What the transformations leave of the presence document.
        case filtered
        /// A document that says no more than that the presentity is unavailable.
        case unavailable
        /// Nothing.
        case none
    }

    /// The status of the response to a new SUBSCRIBE.
    ///
    /// 200 also for a subscription that waits: 202, of RFC 5025 §3.2.1, was deprecated by RFC 6665 §8.3.1.
    public let status: Int
    /// The Subscription-State of the NOTIFY that follows; with status 403, of the one that ends a subscription which was
    /// accepted before (RFC 6665 §4.2.1.3).
    public let subscriptionState: String
    /// What the body of that NOTIFY is.
    public let document: Document

    /// What follows from a handling (RFC 5025 §3.2.1).
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
