/// What becomes of a document, element by element, while it is read.
///
/// The document is well-formed as far as the events have come, and within its bounds. Who returns false sees no event
/// more. Not generic over what it throws: calls by way of a generic type take twice as long for a document.
public protocol XMLHandler: AnyObject {
    /// The namespace that most elements have: its name is then not made anew for each.
    var expectedNamespace: String { get }

    /// Whether character data at this place is worth handing over.
    var readsText: Bool { get }

    /// The start of an element; whether to read on.
    ///
    /// `attributes` are those of the element without namespace declarations, values normalised; the name of one in a
    /// namespace is namespace, line feed, local part.
    func start(_ name: ExpandedName, attributes: [String: String], at place: borrowing XMLPlace) -> Bool

    /// A run of character data in UTF-8; whether to read on.
    ///
    /// One text may come in several runs, each line feed alone.
    func text(_ octets: Span<UInt8>) -> Bool

    /// The end of the element that was started last and not ended; whether to read on.
    func end(at place: borrowing XMLPlace) -> Bool
}

extension XMLHandler {
    /// Reads a document; whether to its end, or until the handler stopped.
    ///
    /// - Parameters:
    ///   - octets: the document, transfer encoding undone.
    ///   - charset: what was said of its encoding outside; overrules the XML declaration. UTF-8, UTF-16, UTF-16LE,
    ///     UTF-16BE, ISO-8859-1 and US-ASCII are known.
    ///   - limits: the bounds on size, depth and counts.
    /// - Throws: `XMLError`, where the document ends before the handler stops.
    public func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits
    ) throws(XMLError) -> Bool {
        let largest = min(limits.octets, Int(Int32.max))
        guard octets.count <= largest else { throw .tooLarge(limit: largest) }
        return try ExpatParser(charset: charset, limits: limits, handler: self).parse(octets)
    }
}
