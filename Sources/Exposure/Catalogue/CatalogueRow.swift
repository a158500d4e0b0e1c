internal import SIPMessage

/// One place in a message that can reveal something private, and the facts about it.
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
        /// Any place that no other row describes.
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

    /// The party that must act for a mitigation.
    enum Actor {
        /// The sender of the message alone.
        case sender
        /// The network, its operator, or the other party, alone or with the sender.
        case others
    }

    /// The name: a header field's long form, `Field;part`, or words in parentheses.
    public let name: String
    /// The header field; nil for a part of one and for other places.
    let field: HeaderName?
    /// The one-letter form of a header field; nil if it has none.
    public let compactName: String?
    /// The kind of place.
    public let kind: Kind
    /// How far along the path it can be read.
    public let reach: Reach
    /// The kinds of information it reveals, never empty.
    public let information: [Information]
    /// Whether S/MIME can hide it; for a header field, what a tunnel does with it.
    public let hideable: Hideable
    /// The severity for an observer of an access leg that has integrity only.
    public let severity: Severity
    /// What can be read, as a sentence.
    public let reveals: String
    /// What the user agent can do to reduce it.
    public let userAgent: String
    /// What remains readable afterwards.
    public let residual: String
    /// The reason for the severity.
    public let severityReason: String
    /// The option that hides it; nil if none does.
    let option: HidingOption?
    /// The mitigation, without the effect of an option of `encrypt`.
    private let remedy: String
    private let actor: Actor
    /// The documents that state the facts; "not verified" marks facts quoted from memory.
    public let source: String

    /// The mitigation, including the option of `encrypt` that hides it.
    public var mitigation: String {
        guard let advice = option?.advice else { return remedy }
        return "\(remedy) \(advice)"
    }

    /// What the sender can do alone, including the option of `encrypt` that hides it.
    package var senderMeasures: String {
        let isFurther = actor == .sender && remedy != userAgent && remedy != "None needed."
        let measures = isFurther ? [userAgent, remedy] : [userAgent]
        return (measures + [option?.advice].compactMap(\.self)).joined(separator: " ")
    }

    /// The mitigation, if another party must act for it; otherwise empty.
    package var othersMeasures: String { actor == .others ? remedy : "" }

    /// Who can read it.
    public var observers: [Observer] { reach.observers }
}

extension CatalogueRow {
    /// Creates the row of a header field; its facts decide whether it can be hidden.
    init(
        header name: HeaderName, _ reach: Reach, _ information: [Information], _ severity: Severity,
        reveals: String, userAgent: String, residual: String, because: String, mitigation: String,
        by actor: Actor = .sender, source: String
    ) {
        let facts = name.facts
        let option = HidingOption(facts)
        self.init(
            facts.name, field: name, compact: facts.compactForm, .header, reach, information,
            Hideable(facts, by: option), severity, option: option, reveals: reveals, userAgent: userAgent,
            residual: residual, because: because, mitigation: mitigation, by: actor, source: source)
    }

    /// Creates the row of a part of a header field's value.
    init(
        _ name: String, _ part: Part, of field: HeaderName, _ reach: Reach, _ information: [Information],
        _ severity: Severity, reveals: String, userAgent: String, residual: String, because: String,
        mitigation: String, by actor: Actor = .sender, source: String
    ) {
        let facts = field.facts
        let option = HidingOption(part, of: facts)
        self.init(
            name, .parameter, reach, information, Hideable(facts, by: option), severity, option: option,
            reveals: reveals, userAgent: userAgent, residual: residual, because: because,
            mitigation: mitigation, by: actor, source: source)
    }

    /// Creates the row of any place, such as one that is neither a header field nor a part of one.
    init(
        _ name: String, field: HeaderName? = nil, compact: String? = nil, _ kind: Kind, _ reach: Reach,
        _ information: [Information],
        _ hideable: Hideable, _ severity: Severity, option: HidingOption? = nil, reveals: String,
        userAgent: String, residual: String, because: String, mitigation: String,
        by actor: Actor = .sender, source: String
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
        self.actor = actor
        self.source = source
    }
}
