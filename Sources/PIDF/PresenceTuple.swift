/// One segment of presence information, usually one service or device of the presentity.
///
/// Source: RFC 3863 §4.1.2.
public struct PresenceTuple: Sendable, Equatable {
    /// The identifier, unique among the tuples of its document.
    public let id: String

    /// Whether the service takes communication; nil where the tuple does not say.
    public let basic: BasicStatus?

    /// When the status changed; nil where the presentity left it out, which it should not.
    public let timestamp: Timestamp?

    /// The communication address without surrounding white space; nil where there is none.
    public let contact: String?

    /// Puts a tuple together from its facts, for callers that compare.
    public init(id: String, basic: BasicStatus?, timestamp: Timestamp?, contact: String?) {
        self.id = id
        self.basic = basic
        self.timestamp = timestamp
        self.contact = contact
    }
}

/// The only status values that PIDF itself defines.
///
/// Source: RFC 3863 §4.1.4.
public enum BasicStatus: String, Sendable, Equatable {
    /// The service is ready to take communication.
    case open

    /// The service takes none.
    case closed
}
