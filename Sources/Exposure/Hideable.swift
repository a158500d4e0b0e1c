public import Octets
internal import SIPMessage

/// Whether S/MIME can hide a piece of a message (RFC 3261 §23.4), as `encrypt --tunnel` does it.
public enum Hideable: String, Sendable, Equatable, JSONEncodable {
    /// The true value must stay outside.
    case no
    /// The outside may have another value, and the true one is inside.
    case innerAlternative = "inner-alt"
    /// It can be only inside.
    case omitOuter = "omit-outer"
    /// It describes the body, and the inner body has its own.
    case mimeInner = "mime-inner"
    /// Receivers ignore an encrypted copy.
    case ignored
    /// The network adds it after the user agent.
    case networkAdded = "n/a"

    /// Applies the facts about a field to all of it, or to a part that `option` hides.
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
