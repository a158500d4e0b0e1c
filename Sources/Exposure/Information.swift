/// A kind of information about people that a message gives away.
public enum Information: String, Sendable, Equatable {
    /// The content of the body.
    case body
    /// Who the presentity is.
    case presentity
    /// Who the watcher is.
    case watcher
    /// That one party has to do with another.
    case relation
    /// The terminal.
    case device
    /// The place, or the access network that leads to it.
    case location
    /// How the networks on the path are built.
    case topology
    /// When and how often the user does something.
    case activity
    /// Whether a subscription stands.
    case subscriptionState = "subscription-state"
    /// What an endpoint can do.
    case capabilities
    /// Material of authentication.
    case credentials
    /// Rules and decisions.
    case policy
    /// A hint at what the body or the service is.
    case content
    /// Records for the bill.
    case charging

    /// The word of the report: presentity and watcher are both `identities`.
    public var reportName: String {
        self == .presentity || self == .watcher ? "identities" : rawValue
    }
}
