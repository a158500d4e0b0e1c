internal import SIPMessage

/// One place in a message where something private can be read, and what is known about it.
public struct CatalogueRow: Sendable, Equatable {
    /// What kind of place a row describes.
    public enum Kind: String, Sendable, Equatable {
        /// A part of the request line or status line.
        case startLine
        /// A header field.
        case header
        /// A part of a header field's value.
        case parameter
        /// A fact that a CMS layer shows without a key.
        case cms
        /// Whatever no other row describes.
        case pattern
    }

    /// Which part of a field's value a row describes.
    enum Part {
        /// The display name of an address.
        case displayName
        /// The host after the at sign of an identifier.
        case host
        /// A parameter.
        case parameter
    }

    /// The name: a header field's long form, `Field;part`, or words in parentheses.
    public let name: String
    /// The header field, nil for a part of one and for other places.
    let field: HeaderName?
    /// The one-letter form of a header field, nil where it has none.
    public let compactName: String?
    /// What kind of place it is.
    public let kind: Kind
    /// How far along the path it can be read.
    public let reach: Reach
    /// The kinds of information it gives away, never empty.
    public let information: [Information]
    /// Whether S/MIME can take it out of sight; of a header field, what a tunnel does with it.
    public let hideable: Hideable
    /// How grave it is for an observer of an access leg that has integrity only.
    public let severity: Severity
    /// What can be read, as a sentence.
    public let reveals: String
    /// What the user agent can do about it.
    public let userAgent: String
    /// What stays readable after that.
    public let residual: String
    /// Why the severity is what it is.
    public let severityReason: String
    /// What hides it, nil if nothing does.
    let option: HidingOption?
    /// What helps, without what an option of `encrypt` does.
    private let remedy: String
    /// Where the facts are written; "not verified" marks those taken from memory of a document.
    public let source: String

    /// What helps, the option of `encrypt` that hides it named.
    public var mitigation: String {
        guard let advice = option?.advice else { return remedy }
        return "\(remedy) \(advice)"
    }

    /// Who can read it.
    public var observers: [Observer] { reach.observers }
}

extension CatalogueRow {
    /// A header field; whether it can be hidden is among the facts about it.
    init(
        header name: HeaderName, _ reach: Reach, _ information: [Information], _ severity: Severity,
        reveals: String, userAgent: String, residual: String, because: String, mitigation: String,
        source: String
    ) {
        let facts = name.facts
        let option = HidingOption(facts)
        self.init(
            facts.name, field: name, compact: facts.compactForm, .header, reach, information,
            Hideable(facts, by: option), severity, option: option, reveals: reveals, userAgent: userAgent,
            residual: residual, because: because, mitigation: mitigation, source: source)
    }

    /// A part of a header field's value.
    init(
        _ name: String, _ part: Part, of field: HeaderName, _ reach: Reach, _ information: [Information],
        _ severity: Severity, reveals: String, userAgent: String, residual: String, because: String,
        mitigation: String, source: String
    ) {
        let facts = field.facts
        let option = HidingOption(part, of: facts)
        self.init(
            name, .parameter, reach, information, Hideable(facts, by: option), severity, option: option,
            reveals: reveals, userAgent: userAgent, residual: residual, because: because,
            mitigation: mitigation, source: source)
    }

    /// A place that is no header field, or a part of one.
    init(
        _ name: String, field: HeaderName? = nil, compact: String? = nil, _ kind: Kind, _ reach: Reach,
        _ information: [Information],
        _ hideable: Hideable, _ severity: Severity, option: HidingOption? = nil, reveals: String,
        userAgent: String, residual: String, because: String, mitigation: String, source: String
    ) {
        self.name = name
        self.field = field
        self.compactName = compact
        self.kind = kind
        self.reach = reach
        self.information = information
        self.hideable = hideable
        self.option = option
        self.severity = severity
        self.reveals = reveals
        self.userAgent = userAgent
        self.residual = residual
        self.severityReason = because
        self.remedy = mitigation
        self.source = source
    }
}
