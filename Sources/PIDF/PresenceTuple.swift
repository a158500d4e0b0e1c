import XML

/// One segment of presence information, usually one service or device of the presentity.
///
/// Source: RFC 3863 §4.1.2.
public struct PresenceTuple: Sendable, Equatable {
    /// The identifier without surrounding white space; nil if there is none.
    ///
    /// Another tuple of the document may have the same one; the document then departs from RFC 3863.
    public let id: String?

    /// Whether the service accepts communication; nil if the tuple does not say.
    public let basic: BasicStatus?

    /// The time of the status change; nil if the presentity omitted it, which it should not.
    public let timestamp: Timestamp?

    /// The communication address without surrounding white space; nil if there is none.
    public let contact: String?

    /// The position of the element in the octets of the document; empty for a tuple that a caller created.
    ///
    /// Two tuples with the same octets say the same, extensions included.
    public let range: Range<Int>

    /// Creates a tuple from its facts, for comparison.
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
    /// Compares the content of the tuples, not their positions.
    public static func == (left: PresenceTuple, right: PresenceTuple) -> Bool {
        (left.id, left.basic, left.timestamp, left.contact)
            == (right.id, right.basic, right.timestamp, right.contact)
    }
}

/// The only status values that PIDF itself defines.
///
/// Source: RFC 3863 §4.1.4.
public enum BasicStatus: String, Sendable, Equatable {
    /// The service accepts communication.
    case open

    /// The service does not accept communication.
    case closed
}

extension BasicStatus {
    /// Reads the value in octets, which may have white space around it; nil for any other value.
    init?(octets: Span<UInt8>) {
        var range = octets.indices
        while let first = range.first, XMLSyntax.isSpace(octets[first]) { range.removeFirst() }
        while let last = range.last, XMLSyntax.isSpace(octets[last]) { range.removeLast() }
        // As numbers: a comparison of texts loads eight octets at once, and waits for those just written.
        switch Self.number(octets.extracting(range)) {
        case 0x6F_70656E: self = .open
        case 0x636C_6F736564: self = .closed
        case _: return nil
        }
    }

    /// Returns the octets as one number; 0, which is no character of XML, if they are more than eight.
    private static func number(_ value: Span<UInt8>) -> UInt64 {
        guard value.count <= 8 else { return 0 }
        var number: UInt64 = 0
        for index in value.indices { number = number << 8 | UInt64(value[index]) }
        return number
    }
}
