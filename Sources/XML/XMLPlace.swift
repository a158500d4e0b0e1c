import CExpat

/// The position of the current event; not copyable, since it is invalid after the event.
@safe public struct XMLPlace: ~Copyable {
    private let handle: XML_Parser

    init(of handle: XML_Parser) { unsafe self.handle = handle }

    /// The number of octets of the document before the event.
    public var offset: Int { Int(clamping: unsafe XML_GetCurrentByteIndex(handle)) }

    /// The number of octets of the document up to the end of the event.
    public var endOffset: Int { offset + Int(unsafe XML_GetCurrentByteCount(handle)) }

    /// Line and column; computed on access, by reading the octets again.
    public var position: XMLPosition {
        XMLPosition(
            line: Int(clamping: unsafe XML_GetCurrentLineNumber(handle)),
            column: Int(clamping: unsafe XML_GetCurrentColumnNumber(handle)))
    }
}
