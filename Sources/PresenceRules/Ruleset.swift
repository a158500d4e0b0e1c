public import XML

/// Presence authorization rules: which watchers are allowed, when, and under which confidentiality.
///
/// The order of rules has no meaning. Source: RFC 4745, RFC 5025.
public struct Ruleset: Sendable, Equatable {
    /// The rules in document order; without rules no watcher is allowed.
    public let rules: [Rule]

    /// The media type of the documents (RFC 4745 §14.1, RFC 5025 §3).
    public static let mediaType = "application/auth-policy+xml"
    /// A mebibyte, 24 levels, 16384 elements: thousands of rules.
    public static let standardLimits = XMLLimits(
        octets: 1 << 20, depth: 24, elements: 1 << 14, attributes: 16)

    /// The largest document that ``read(_:charset:limits:)`` takes within the standard limits, in octets.
    public static let maximumOctets = standardLimits.octets

    /// Reads rules and checks them against the schemas and texts of RFC 4745 and RFC 5025, and the schema of
    /// `confidentiality`.
    ///
    /// - Parameters:
    ///   - octets: the document as received, with its transfer encoding decoded.
    ///   - charset: the `charset` parameter of its Content-Type.
    ///   - limits: the limits on size, depth, counts and memory.
    /// - Throws: `PresenceRulesError`, the first fault in document order.
    public static func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits = standardLimits
    ) throws(PresenceRulesError) -> Ruleset {
        let root: XMLElement
        do {
            root = try XMLElement.read(octets, charset: charset, limits: limits)
        } catch {
            throw .xml(error)
        }
        return Ruleset(rules: try RuleReader.rules(in: root))
    }
}
