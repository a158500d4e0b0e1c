/// Why a document is refused before anybody asks what it says; the payload holds the facts, never prose.
public enum XMLError: Error, Equatable, Sendable {
    /// The document is larger than `limit` octets.
    case tooLarge(limit: Int)

    /// Elements nest deeper than `limit` levels.
    case tooDeep(limit: Int)

    /// There are more than `limit` elements.
    case tooManyElements(limit: Int)

    /// One element has more than `limit` attributes.
    case tooManyAttributes(limit: Int)

    /// The charset parameter or the XML declaration names an encoding that cannot be read.
    case unsupportedCharset(String)

    /// The document begins a document type declaration, the door to entity expansion.
    case doctypeForbidden(XMLPosition)

    /// The octets are not well-formed XML with namespaces.
    case notWellFormed(XMLPosition)

    /// The XML parser could not get memory.
    case outOfMemory
}
