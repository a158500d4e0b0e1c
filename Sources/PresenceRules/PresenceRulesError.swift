public import XML

/// Why presence authorization rules are refused; `description` is the sentence.
///
/// Rules that could be read in two ways, or that hold a misspelt word, are refused as a whole: a condition that is
/// ignored would grant.
public enum PresenceRulesError: Error, Equatable, Sendable {
    /// The document is no XML that is read here.
    case xml(XMLError)

    /// The root is not `ruleset` of the common policy namespace (RFC 4745 §13).
    case wrongRoot(ExpandedName)

    /// An element stands where the schemas of RFC 4745 §13 and RFC 5025 §6 have none of its name.
    case unexpectedElement(ExpandedName, parent: String, at: XMLPosition)

    /// An element that may stand once stands again.
    case repeatedElement(String, at: XMLPosition)

    /// An element has nothing in it that must have something.
    case emptyElement(String, at: XMLPosition)

    /// An element has an attribute that the schemas do not give it.
    case unexpectedAttribute(String, element: String, at: XMLPosition)

    /// An element lacks an attribute.
    case missingAttribute(String, element: String, at: XMLPosition)

    /// Character data stands between elements.
    case unexpectedText(parent: String, at: XMLPosition)

    /// The identifier of a rule is not an XML name without colon, as xs:ID asks.
    case invalidRuleID(String, at: XMLPosition)

    /// Two rules have one identifier (RFC 4745 §6.1).
    case duplicateRuleID(String, at: XMLPosition)

    /// An `id` of `one` or `except` is not a URI in ASCII.
    case invalidURI(String, at: XMLPosition)

    /// A `domain` is not a domain in ASCII.
    case invalidDomain(String, at: XMLPosition)

    /// An `except` has both `id` and `domain`, or neither (RFC 4745 §7.2).
    case ambiguousException(at: XMLPosition)

    /// A `from` is not followed by its `until` (RFC 4745 §7.4).
    case unpairedPeriod(at: XMLPosition)

    /// A time has no zone, or is no date and time.
    case invalidTime(String, at: XMLPosition)

    /// An element or attribute has none of the values that it may have.
    case invalidValue(String, of: String, at: XMLPosition)

    /// Demands of confidentiality nest deeper than `limit`.
    case demandTooDeep(limit: Int, at: XMLPosition)
}
