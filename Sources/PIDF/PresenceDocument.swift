public import XML

/// The content of a presence document, limited to the core of PIDF.
///
/// The value is for reading only: a document is never written from it, so that extensions, comments and white
/// space reach the watcher as the presentity sent them. Source: RFC 3863 §4.
public struct PresenceDocument: Sendable, Equatable {
    /// The presentity: the `entity` attribute exactly as an XML reader sees it.
    ///
    /// Attribute-value normalization is applied, nothing else: no case folding, no decoding of URI escapes.
    /// It is never empty, always has a scheme and never white space. Source: RFC 3863 §4.1.1.
    public let entity: String

    /// The root element; of documents of RFC 5262 only the entity is read.
    public let root: PresenceRoot

    /// The tuples in document order; a presentity may publish none.
    ///
    /// Source: RFC 3863 §4.1.2.
    public let tuples: [PresenceTuple]

    /// The departures of the document from RFC 3863.
    public let nonconformities: PIDFNonconformities

    /// Creates a document from its facts, for comparison.
    public init(
        entity: String, tuples: [PresenceTuple], root: PresenceRoot = .presence,
        nonconformities: PIDFNonconformities = PIDFNonconformities()
    ) {
        self.entity = entity
        self.root = root
        self.tuples = tuples
        self.nonconformities = nonconformities
    }

    /// Reads a document of the type application/pidf+xml.
    ///
    /// Documents in which two readers could see two documents are refused: XML that is not well-formed
    /// or exceeds the limits, a DOCTYPE, another root than `presence`, a second element of that name,
    /// no or several readable `entity`. All other requirements of the schema and the text of RFC 3863
    /// are checked, and violations listed in ``nonconformities``: element order, tuple identifiers,
    /// `basic`, contact priority and timestamps. Elements of other namespaces are allowed where the
    /// schema allows them, and skipped. `mustUnderstand` never makes a document invalid: it concerns
    /// readers that interpret the extension around the marked element, and this reader interprets none
    /// (RFC 3863 §4.4, schema annotation).
    ///
    /// - Parameters:
    ///   - octets: the body as received, without MIME headers and with its transfer encoding decoded.
    ///   - charset: the `charset` parameter of the Content-Type; if present, it overrides
    ///     the XML declaration (RFC 3863
    /// §7). UTF-8, UTF-16, UTF-16LE, UTF-16BE, ISO-8859-1 and US-ASCII are supported.
    ///   - limits: the limits on size, depth, counts and memory.
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument {
        try read(octets[...], charset: charset, limits: limits)
    }

    /// Reads a document where it is in other octets; see the other overload.
    ///
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func read(
        _ octets: ArraySlice<UInt8>, charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument {
        guard
            let document = try PresenceEvents.document(
                in: octets, as: .declared, charset: charset, limits: limits)
        else { throw .missingEntity }
        return document
    }

    /// Reads the document in `octets`, whatever their media type; nil for other content.
    ///
    /// Presence servers search for the element `presence` at any depth, ignoring case, namespace and media
    /// type. Content is a document if an XML reader finds an element with the local name of a
    /// ``PresenceRoot`` in it; there must then be only one, the root, in its namespace. Content that begins
    /// with `<` and cannot be read is refused, since another reader may read it.
    ///
    /// - Parameters: as for ``read(_:charset:limits:)``.
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func find(
        in octets: [UInt8], charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument? {
        try find(in: octets[...], charset: charset, limits: limits)
    }

    /// Reads the document in a part of other octets; see the other overload.
    ///
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func find(
        in octets: ArraySlice<UInt8>, charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument? {
        guard XMLStart.isMarkup(octets) else { return nil }
        return try PresenceEvents.document(in: octets, as: .unknown, charset: charset, limits: limits)
    }

    /// Returns whether a media type requires the content to be a whole document: only `application/pidf+xml`.
    ///
    /// `mediaType` is `type/subtype` without parameters, in any case. Source: RFC 3863 §7.
    public static func isPresenceType(mediaType: String) -> Bool {
        mediaType.lowercased() == "application/pidf+xml"
    }
}
