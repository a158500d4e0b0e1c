public import Octets
internal import SIPMessage

/// Whether S/MIME can take a piece of a message out of sight (RFC 3261 §23.4): what `encrypt --tunnel` does with it.
public enum Hideable: String, Sendable, Equatable, JSONEncodable {
    /// The true value has to stay outside.
    case no
    /// The outside may have another value and the true one is inside.
    case innerAlternative = "inner-alt"
    /// It may be inside only.
    case omitOuter = "omit-outer"
    /// It describes the body, and the inner body has its own.
    case mimeInner = "mime-inner"
    /// Receivers ignore an encrypted copy.
    case ignored
    /// The network adds it after the user agent.
    case networkAdded = "n/a"

    /// What the facts about a field say of all of it, or of a part that `option` hides.
    init(_ facts: HeaderFacts, by option: HidingOption?) {
        switch option {
        case .tunnel, .anonymousTunnel, .namedInFile, .envelope: self = .omitOuter
        case .rewrittenDialog: self = .innerAlternative
        case nil where facts.role == .content: self = .mimeInner
        case nil where facts.isIgnoredInside: self = .ignored
        case nil where facts.writer == .network: self = .networkAdded
        case nil: self = .no
        }
    }
}
