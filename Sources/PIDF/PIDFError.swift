import Octets
internal import XML

/// Why a presence document is refused; the payload is facts, never prose.
public enum PIDFError: Error, Equatable, Sendable {
    /// The document is larger than `limit` octets.
    case tooLarge(limit: Int)

    /// Elements nest deeper than `limit` levels.
    case tooDeep(limit: Int)

    /// There are more than `limit` elements.
    case tooManyElements(limit: Int)

    /// One element has more than `limit` attributes.
    case tooManyAttributes(limit: Int)

    /// The name of a namespace is longer than `limit` octets.
    case namespaceTooLong(limit: Int)

    /// Reading the document would take more than `limit` octets of memory.
    case tooMuchMemory(limit: Int)

    /// The charset parameter or the XML declaration names an encoding that cannot be read.
    case unsupportedCharset(String)

    /// The document begins a document type declaration, which allows entity expansion.
    case doctypeForbidden(line: Int)

    /// The octets are not well-formed XML with namespaces; line from 1, column from 0.
    case notWellFormed(line: Int, column: Int)

    /// The root is not `presence` in the PIDF namespace (RFC 3863 §4.1.1).
    case wrongRoot(namespace: String, name: String)

    /// The root has no `entity`, or an empty one (RFC 3863 §4.1.1).
    case missingEntity

    /// The `entity` is not a URI: it lacks a scheme, or has white space or control characters.
    case invalidEntity(String)

    /// The root has several attributes named `entity`, in any case and namespace:
    /// readers choose different ones.
    case severalEntities

    /// An element below the root has the name of a root, in any case: readers that
    /// search for it find two documents.
    case nestedPresence(namespace: String, name: String)

    /// The document departs from RFC 3863, and departures are not accepted.
    case nonconforming(PIDFNonconformity)

    /// The XML parser ran out of memory.
    case outOfMemory
}

extension PIDFError {
    /// Converts an error of the XML room.
    init(_ error: XMLError) {
        switch error {
        case .tooLarge(let limit): self = .tooLarge(limit: limit)
        case .tooDeep(let limit): self = .tooDeep(limit: limit)
        case .tooManyElements(let limit): self = .tooManyElements(limit: limit)
        case .tooManyAttributes(let limit): self = .tooManyAttributes(limit: limit)
        case .namespaceTooLong(let limit): self = .namespaceTooLong(limit: limit)
        case .tooMuchMemory(let limit): self = .tooMuchMemory(limit: limit)
        case .unsupportedCharset(let charset): self = .unsupportedCharset(charset)
        case .doctypeForbidden(let position): self = .doctypeForbidden(line: position.line)
        case .notWellFormed(let position):
            self = .notWellFormed(line: position.line, column: position.column)
        case .outOfMemory: self = .outOfMemory
        }
    }
}

extension PIDFError: CustomStringConvertible {
    /// A sentence that says what is wrong, with untrusted values escaped.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "the presence document is larger than \(limit) octets"
        case .tooDeep(let limit): "the presence document is nested more than \(limit) deep"
        case .tooManyElements(let limit): "the presence document has more than \(limit) elements"
        case .tooManyAttributes(let limit): "an element has more than \(limit) attributes"
        case .namespaceTooLong(let limit): "the name of a namespace is longer than \(limit) octets"
        case .tooMuchMemory(let limit):
            "the presence document needs more than \(limit) octets of memory to be read"
        case .unsupportedCharset(let name): "unsupported charset '\(printable(name))'"
        case .doctypeForbidden(let line): "line \(line) of the presence document has a DOCTYPE"
        case .notWellFormed(let line, let column):
            "the presence document is not XML at line \(line), column \(column)"
        case .wrongRoot(let namespace, let name):
            "the root is {\(printable(namespace))}\(printable(name)), not that of a presence document"
        case .missingEntity: "the presence document names no entity"
        case .invalidEntity(let entity): "the entity '\(printable(entity))' is not a URI"
        case .severalEntities: "the presence document has several attributes named entity"
        case .nestedPresence(_, let name): "the element \(printable(name)) is not the root of the document"
        case .nonconforming(let departure): departure.description
        case .outOfMemory: "memory ran out while reading the presence document"
        }
    }
}
