internal import SIPMessage

/// The options of `encrypt` that hide a piece of a message.
enum HidingOption: Sendable, Equatable {
    /// Nothing further: the envelope covers it, and it is outside only if something else put it there.
    case envelope
    /// `--tunnel`.
    case tunnel
    /// `--tunnel --outer-headers anonymous`.
    case anonymousTunnel
    /// `--tunnel --outer-headers FILE`, with a FILE that names the field.
    case namedInFile
    /// `--tunnel --outer-headers anonymous --rewrite-dialog FILE`.
    case rewrittenDialog

    /// The option that hides a field; nil if none does.
    init?(_ facts: HeaderFacts) {
        switch (facts.omission, facts.rewriting) {
        case (.byDefault, _): self = .tunnel
        case (.whenAnonymous, _): self = .anonymousTunnel
        case (.onRequest, _): self = .namedInFile
        case (.never, .anonymousAddress?): self = .rewrittenDialog
        // A new identifier links the messages of a dialog as the old one did.
        case (.never, .randomIdentifier?), (.never, nil): return nil
        }
    }

    /// The option that hides a part of a field; nil if none does.
    init?(_ part: CatalogueRow.Part, of facts: HeaderFacts) {
        switch (part, facts.omission) {
        case (_, .byDefault), (_, .whenAnonymous), (_, .onRequest): self.init(facts)
        case (.displayName, .never):
            guard facts.hasDisplayName else { return nil }
            self = .tunnel
        case (.host, .never):
            guard facts.rewriting == .randomIdentifier else { return nil }
            self = .rewrittenDialog
        case (.parameter, .never): return nil
        }
    }

    /// The option as advice, a sentence; nil for an envelope, which every encryption has.
    var advice: String? {
        switch self {
        case .envelope: nil
        case .tunnel: "encrypt --tunnel leaves it out of the outer message."
        case .anonymousTunnel:
            "encrypt --tunnel leaves it out with --outer-headers anonymous, or with "
                + "--outer-headers FILE if FILE names it."
        case .namedInFile: "encrypt --tunnel leaves it out with --outer-headers FILE if FILE names it."
        case .rewrittenDialog:
            "In a request that begins a dialog, encrypt --tunnel --outer-headers anonymous --rewrite-dialog "
                + "FILE sends another value outside."
        }
    }
}
