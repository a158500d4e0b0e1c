public import XML

/// Why presence authorization rules are refused; `description` is the sentence.
///
/// Ambiguous rules, and rules with a misspelt word, are refused as a whole: an ignored condition would grant.
public enum PresenceRulesError: Error, Equatable, Sendable {
    /// The document is not acceptable XML.
    case xml(XMLError)

    /// The root is not `ruleset` of the common policy namespace (RFC 4745 §13).
    case wrongRoot(ExpandedName)

    /// An element is at a position where the schemas of RFC 4745 §13 and RFC 5025 §6 do not allow it.
    case unexpectedElement(ExpandedName, parent: String, at: XMLPosition)

    /// An element that is allowed once is repeated.
    case repeatedElement(String, at: XMLPosition)

    /// An element is empty that must have content.
    case emptyElement(String, at: XMLPosition)

    /// An element has an attribute that the schemas do not allow.
    case unexpectedAttribute(String, element: String, at: XMLPosition)

    /// An element lacks a required attribute.
    case missingAttribute(String, element: String, at: XMLPosition)

    /// There is character data between elements.
    case unexpectedText(parent: String, at: XMLPosition)

    /// The identifier of a rule is not an XML name without colon, as xs:ID requires.
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

    /// A time has no zone, or is not a date and time.
    case invalidTime(String, at: XMLPosition)

    /// An element or attribute has an invalid value.
    case invalidValue(String, of: String, at: XMLPosition)

    /// Demands of confidentiality are nested deeper than `limit`.
    case demandTooDeep(limit: Int, at: XMLPosition)
}
