internal import SIPMessage

/// What `encrypt` has to be asked for so that a piece of a message is out of sight.
enum HidingOption: Sendable, Equatable {
    /// Nothing: it is within the envelope, or would stand outside it only if something else had put it there.
    case envelope
    /// `--tunnel`.
    case tunnel
    /// `--tunnel --outer-headers anonymous`.
    case anonymousTunnel
    /// `--tunnel --outer-headers FILE`, with a FILE that names the field.
    case namedInFile
    /// `--tunnel --outer-headers anonymous --rewrite-dialog FILE`.
    case rewrittenDialog

    /// What hides a field, nil if nothing does.
    init?(_ facts: HeaderFacts) {
        switch (facts.omission, facts.rewriting) {
        case (.byDefault, _): self = .tunnel
        case (.whenAnonymous, _): self = .anonymousTunnel
        case (.onRequest, _): self = .namedInFile
        case (.never, .anonymousAddress?): self = .rewrittenDialog
        // A new identifier ties the messages of a dialog together as the old one did.
        case (.never, .randomIdentifier?), (.never, nil): return nil
        }
    }

    /// What hides a part of a field, nil if nothing does.
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
        case .tunnel: "encrypt --tunnel leaves it out of the outside."
        case .anonymousTunnel:
            "encrypt --tunnel leaves it out with --outer-headers anonymous, or with --outer-headers FILE if FILE names it."
        case .namedInFile: "encrypt --tunnel leaves it out with --outer-headers FILE if FILE names it."
        case .rewrittenDialog:
            "In a request that begins a dialog, encrypt --tunnel --outer-headers anonymous --rewrite-dialog FILE writes another outside."
        }
    }
}
