/// One segment of presence information, usually one service or device of the presentity.
///
/// Source: RFC 3863 §4.1.2.
public struct PresenceTuple: Sendable, Equatable {
    /// The identifier without surrounding white space; nil if there is none.
    ///
    /// Another tuple of the document may have the same; the document then departs from RFC 3863.
    public let id: String?

    /// Whether the service takes communication; nil where the tuple does not say.
    public let basic: BasicStatus?

    /// When the status changed; nil where the presentity left it out, which it should not.
    public let timestamp: Timestamp?

    /// The communication address without surrounding white space; nil where there is none.
    public let contact: String?

    /// Where the element stands in the octets of the document; empty for a tuple put together by a caller.
    ///
    /// Two tuples that are the same octets say the same, extensions included.
    public let range: Range<Int>

    /// Puts a tuple together from its facts, for callers that compare.
    public init(
        id: String?, basic: BasicStatus?, timestamp: Timestamp?, contact: String?, range: Range<Int> = 0..<0
    ) {
        self.id = id
        self.basic = basic
        self.timestamp = timestamp
        self.contact = contact
        self.range = range
    }
}

extension PresenceTuple {
    /// Compares what the tuples say; where they stand does not count.
    public static func == (left: PresenceTuple, right: PresenceTuple) -> Bool {
        (left.id, left.basic, left.timestamp, left.contact)
            == (right.id, right.basic, right.timestamp, right.contact)
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
