public import XML

/// What a presence document says, as far as the core of PIDF goes.
///
/// The value only reports: a document is never written again from it, so extensions, comments and
/// white space reach the watcher as the presentity sent them. Source: RFC 3863 §4.
public struct PresenceDocument: Sendable, Equatable {
    /// The presentity: the `entity` attribute exactly as an XML reader sees it.
    ///
    /// Attribute-value normalisation has been done, nothing else: no case folding, no unescaping
    /// of URI octets. Never empty, always with a scheme, never with white space. Source: RFC 3863 §4.1.1.
    public let entity: String

    /// The root element; documents of RFC 5262 are read for whom they are about, and no further.
    public let root: PresenceRoot

    /// The tuples in document order; a presentity may publish none.
    ///
    /// Source: RFC 3863 §4.1.2.
    public let tuples: [PresenceTuple]

    /// Where the document departs from RFC 3863.
    public let nonconformities: PIDFNonconformities

    /// Puts a document together from its facts, for callers that compare.
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
    /// Refused is what would let two readers see two documents: XML that is not well-formed or beyond the bounds, a
    /// DOCTYPE, another root than `presence`, a second element of that name, no or several readable `entity`. All else
    /// that the schema and the text of RFC 3863 ask for is checked and listed in ``nonconformities``: element order,
    /// tuple identifiers, `basic`, contact priority and timestamps. Elements of other namespaces are
    /// allowed where the schema has them and not looked into. `mustUnderstand` never makes a document
    /// invalid: it binds whoever interprets the extension around the marked element, and this reader
    /// interprets none (RFC 3863 §4.4, schema annotation).
    ///
    /// - Parameters:
    ///   - octets: the body as received, without MIME headers and with transfer encoding undone.
    ///   - charset: the `charset` parameter of the Content-Type; where present it overrules the XML
    ///     declaration (RFC 3863 §7). UTF-8, UTF-16, UTF-16LE, UTF-16BE, ISO-8859-1 and US-ASCII are known.
    ///   - limits: the bounds on size, depth and counts.
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument {
        guard
            let document = try PresenceEvents.document(
                in: octets, as: .declared, charset: charset, limits: limits)
        else { throw .missingEntity }
        return document
    }

    /// Reads the document that `octets` are, whatever type they were sent under; nil for other content.
    ///
    /// Presence servers look for the element `presence` at any depth, without regard to case, namespace and media type.
    /// Content is a document if an XML reader finds an element with the local name of a ``PresenceRoot`` in it; there
    /// must then be one only, the root, in its namespace. What begins with `<` and cannot be read is refused, since
    /// another reader may read it.
    ///
    /// - Parameters: as for ``read(_:charset:limits:)``.
    /// - Throws: `PIDFError`, the first fault in document order.
    public static func find(
        in octets: [UInt8], charset: String? = nil, limits: XMLLimits = .presence
    ) throws(PIDFError) -> PresenceDocument? {
        guard XMLStart.isMarkup(octets) else { return nil }
        return try PresenceEvents.document(in: octets, as: .unknown, charset: charset, limits: limits)
    }

    /// Whether a media type says that the content must be a whole document: `application/pidf+xml` and no other.
    ///
    /// `mediaType` is `type/subtype` without parameters, in any case. Source: RFC 3863 §7.
    public static func isPresenceType(mediaType: String) -> Bool {
        mediaType.lowercased() == "application/pidf+xml"
    }
}
