/// A kind of information about people that a message reveals.
public enum Information: String, Sendable, Equatable {
    /// The content of the body.
    case body
    /// Who the presentity is.
    case presentity
    /// Who the watcher is.
    case watcher
    /// That one party is related to another.
    case relation
    /// The terminal.
    case device
    /// The location, or the access network that leads to it.
    case location
    /// The structure of the networks on the path.
    case topology
    /// When and how often the user does something.
    case activity
    /// The state of a subscription.
    case subscriptionState = "subscription-state"
    /// The capabilities of an endpoint.
    case capabilities
    /// Authentication data.
    case credentials
    /// Rules and decisions.
    case policy
    /// A hint at the content of the body or the kind of service.
    case content
    /// Charging records.
    case charging

    /// The word in reports: presentity and watcher are both `identities`.
    public var reportName: String {
        self == .presentity || self == .watcher ? "identities" : rawValue
    }
}
