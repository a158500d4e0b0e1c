import Octets

/// A departure from RFC 3863 that changes neither the subject of a document nor its extent.
///
/// Presence servers and clients in use write such documents. They are read, and each departure is reported.
public enum PIDFNonconformity: Hashable, Sendable {
    /// A tuple has no `id`, or an empty one (RFC 3863 §4.1.2).
    case missingTupleID

    /// The `id` of a tuple is not an XML name without colon, as xs:ID requires.
    case invalidTupleID(String)

    /// Two tuples have the same `id` (RFC 3863 §4.1.2).
    case duplicateTupleID(String)

    /// The tuple (nil for one without `id`) does not begin with its `status` (RFC 3863 §4.1.2).
    case missingStatus(tuple: String?)

    /// `basic` is neither `open` nor `closed` (RFC 3863 §4.1.4).
    case invalidBasic(String)

    /// The contact's priority is not a decimal from 0 to 1 with at most three decimals (RFC 3863 §4.1.5).
    case invalidPriority(String)

    /// A timestamp is not an RFC 3339 date and time with capital T and Z (RFC 3863 §4.1.7).
    case invalidTimestamp(String)

    /// An element is at a position where the schema does not allow it (RFC 3863 §4.4).
    case unexpectedElement(namespace: String, name: String, parent: String)

    /// There is character data between elements (RFC 3863 §4.4).
    case unexpectedText(parent: String)
}

/// The departures of one document or body from RFC 3863, each once, in document order.
public struct PIDFNonconformities: Sendable, Equatable {
    /// The maximum number of departures to keep; a sender determines how many there are.
    public static let limit = 64

    /// The first departures.
    public private(set) var listed: [PIDFNonconformity] = []
    /// The number of further ones.
    public private(set) var unlistedCount = 0
    private var known: Set<PIDFNonconformity> = []

    /// Creates the departures of a document without any.
    public init() {}

    /// Whether there are none.
    public var isEmpty: Bool { listed.isEmpty }

    /// Adds a departure unless it is listed.
    public mutating func insert(_ departure: PIDFNonconformity) {
        guard !known.contains(departure) else { return }
        guard listed.count < Self.limit else {
            unlistedCount += 1
            return
        }
        known.insert(departure)
        listed.append(departure)
    }

    /// Adds the departures of another document.
    public mutating func formUnion(_ other: PIDFNonconformities) {
        for departure in other.listed { insert(departure) }
        unlistedCount += other.unlistedCount
    }
}

extension PIDFNonconformity: CustomStringConvertible {
    /// Describes the departure from RFC 3863.
    public var description: String {
        switch self {
        case .missingTupleID: "a tuple has no id"
        case .invalidTupleID(let id): "the tuple id '\(printable(id))' is not an XML name"
        case .duplicateTupleID(let id): "duplicate tuple id '\(printable(id))'"
        case .missingStatus(let tuple?): "the tuple '\(printable(tuple))' does not begin with its status"
        case .missingStatus(nil): "a tuple without id does not begin with its status"
        case .invalidBasic(let value): "basic is '\(printable(value))', neither open nor closed"
        case .invalidPriority(let value): "the priority '\(printable(value))' is not a number from 0 to 1"
        case .invalidTimestamp(let value): "the timestamp '\(printable(value))' is not an RFC 3339 timestamp"
        case .unexpectedElement(_, let name, let parent):
            "unexpected element \(printable(name)) in \(printable(parent))"
        case .unexpectedText(let parent): "unexpected text in \(printable(parent))"
        }
    }
}

extension PIDFNonconformities: CustomStringConvertible {
    /// The descriptions of the departures, separated by semicolons.
    public var description: String {
        listed.map(\.description).joined(separator: "; ")
            + (unlistedCount > 0 ? "; and \(unlistedCount) more" : "")
    }
}
