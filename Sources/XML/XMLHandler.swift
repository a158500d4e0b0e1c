/// Handles a document, element by element, while it is read.
///
/// The document is well-formed up to the current event, and within its limits. A handler that returns false
/// gets no further event. The protocol is not generic over its errors: calls through a generic type take
/// twice as long for a document. A handler that is a structure is faster than a class, whose state is checked
/// for exclusive access at each event.
public protocol XMLHandler {
    /// The elements that ``XMLStartTag/membership`` identifies.
    var vocabulary: XMLVocabulary { get }

    /// Whether the handler needs character data at this place.
    ///
    /// Mutating, since a structure would be copied for an access that is not.
    var readsText: Bool { mutating get }

    /// Handles the start of an element; returns whether to continue.
    mutating func start(_ tag: borrowing XMLStartTag) -> Bool

    /// Handles a run of character data in UTF-8; returns whether to continue.
    ///
    /// One text may come in several runs, each line feed alone.
    mutating func text(_ octets: Span<UInt8>) -> Bool

    /// Handles the end of the innermost open element; returns whether to continue.
    mutating func end(at place: borrowing XMLPlace) -> Bool
}

extension XMLHandler {
    /// Reads a document where it is in other octets; returns whether it reached the end, rather than being
    /// stopped by the handler.
    ///
    /// - Parameters:
    ///   - octets: the document, with its transfer encoding decoded.
    ///   - charset: the externally declared encoding, which overrides the XML declaration: UTF-8, UTF-16,
    ///     UTF-16LE, UTF-16BE, ISO-8859-1 or US-ASCII.
    ///   - limits: the limits on size, depth, counts and memory.
    /// - Throws: `XMLError` if a fault is found before the handler stops.
    @inlinable public mutating func read(
        _ octets: ArraySlice<UInt8>, charset: String? = nil, limits: XMLLimits
    ) throws(XMLError) -> Bool {
        let vocabulary = vocabulary
        return try withEvents { (events) throws(XMLError) in
            try events.read(octets, charset: charset, limits: limits, vocabulary: vocabulary)
        }
    }
}

extension XMLHandler where Self: AnyObject {
    /// Reads the octets of an array; see the other form.
    ///
    /// - Throws: `XMLError` if a fault is found before the handler stops.
    public func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits
    ) throws(XMLError) -> Bool {
        var handler = self
        return try handler.read(octets[...], charset: charset, limits: limits)
    }
}
