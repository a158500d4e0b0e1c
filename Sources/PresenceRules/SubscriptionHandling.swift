/// A presence server's handling of a subscription.
///
/// In the order of RFC 5025 §3.2.1, by which the greatest value of all matching rules counts.
public enum SubscriptionHandling: String, Sendable, CaseIterable, Comparable {
    /// Reject it; the default if no rule grants more.
    case block
    /// Keep it pending until the presentity decides.
    case confirm
    /// Accept it, and show an unavailable presentity.
    case politeBlock = "polite-block"
    /// Accept it, and show what the transformations permit.
    case allow

    /// The value of the handling in RFC 5025 §3.2.1.
    public var value: Int {
        switch self {
        case .block: 0
        case .confirm: 10
        case .politeBlock: 20
        case .allow: 30
        }
    }

    /// Returns whether the left value grants less.
    public static func < (left: SubscriptionHandling, right: SubscriptionHandling) -> Bool {
        left.value < right.value
    }
}
