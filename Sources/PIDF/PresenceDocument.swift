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

    /// The tuples in document order; a presentity may publish none.
    ///
    /// Source: RFC 3863 §4.1.2.
    public let tuples: [PresenceTuple]

    /// Puts a document together from its facts, for callers that compare.
    public init(entity: String, tuples: [PresenceTuple]) {
        self.entity = entity
        self.tuples = tuples
    }

    /// Reads a document and checks it against RFC 3863.
    ///
    /// The checks are those of the RFC's schema and of its text: root, `entity`, element order,
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
        try PresenceEvents.document(in: octets, charset: charset, limits: limits)
    }

    /// Whether a media type names a document this reader checks: `application/pidf+xml` and no other.
    ///
    /// Partial documents, watcher lists and resource lists are carried without these checks.
    /// `mediaType` is `type/subtype` without parameters, in any case. Source: RFC 3863 §7.
    public static func isPresenceType(mediaType: String) -> Bool {
        mediaType.lowercased() == "application/pidf+xml"
    }
}
