import Octets

/// Why a document is refused before its content is interpreted.
///
/// Each case carries facts; `description` is the sentence about them.
public enum XMLError: Error, Equatable, Sendable {
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
    case doctypeForbidden(XMLPosition)

    /// The octets are not well-formed XML with namespaces.
    case notWellFormed(XMLPosition)

    /// The XML parser ran out of memory.
    case outOfMemory
}

extension XMLError: CustomStringConvertible {
    /// A sentence that says what is wrong: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "the document is larger than \(limit) octets"
        case .tooDeep(let limit): "the document is nested more than \(limit) deep"
        case .tooManyElements(let limit): "the document has more than \(limit) elements"
        case .tooManyAttributes(let limit): "an element has more than \(limit) attributes"
        case .namespaceTooLong(let limit): "the name of a namespace is longer than \(limit) octets"
        case .tooMuchMemory(let limit): "the document needs more than \(limit) octets of memory to be read"
        case .unsupportedCharset(let name): "the charset '\(printable(name))' is not supported"
        case .doctypeForbidden(let position): "\(position): a DOCTYPE is not allowed"
        case .notWellFormed(let position): "\(position): this is not XML"
        case .outOfMemory: "memory ran out while reading the document"
        }
    }
}
