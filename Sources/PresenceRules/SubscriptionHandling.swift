/// What a presence server does with a subscription.
///
/// In the order of RFC 5025 §3.2.1, in which the greatest value of all matching rules is taken.
public enum SubscriptionHandling: String, Sendable, CaseIterable, Comparable {
    /// Reject it; what holds where no rule says more.
    case block
    /// Let it wait until the presentity has been asked.
    case confirm
    /// Accept it, and show a presentity that is unavailable.
    case politeBlock = "polite-block"
    /// Accept it, and show what the transformations permit.
    case allow

    /// The number that RFC 5025 §3.2.1 gives the value.
    public var value: Int {
        switch self {
        case .block: 0
        case .confirm: 10
        case .politeBlock: 20
        case .allow: 30
        }
    }

    /// Whether the left value grants less.
    public static func < (left: SubscriptionHandling, right: SubscriptionHandling) -> Bool {
        left.value < right.value
    }
}
