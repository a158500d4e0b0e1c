/// A defect of a message that was accepted all the same.
public enum SIPMessageWarning: Sendable, Equatable {
    /// This number of octets after the body that Content-Length declares was dropped (RFC 3261 §18.3).
    case surplusOctets(Int)
    /// The message has a body and no Content-Type, which RFC 3261 §20.15 requires.
    case bodyWithoutContentType
    /// The value of this field does not follow its grammar and is kept as received; its long name.
    case unparsedField(name: String, value: String)
}
