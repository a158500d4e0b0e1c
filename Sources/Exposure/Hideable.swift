/// Whether S/MIME can take a piece of a message out of sight (RFC 3261 §23.4).
public enum Hideable: String, Sendable, Equatable, Encodable {
    /// The true value has to stay outside.
    case no
    /// The outside may be neutral and the true value inside.
    case innerAlternative = "inner-alt"
    /// It may be inside only.
    case omitOuter = "omit-outer"
    /// It describes the body, and the inner body has its own.
    case mimeInner = "mime-inner"
    /// Receivers ignore an encrypted copy.
    case ignored
    /// The network adds it after the user agent.
    case networkAdded = "n/a"
}
