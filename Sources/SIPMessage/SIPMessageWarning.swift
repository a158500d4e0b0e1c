/// What is worth telling about a message that was accepted all the same.
public enum SIPMessageWarning: Sendable, Equatable {
    /// So many octets followed the body that Content-Length declares, and were left out (RFC 3261 §18.3).
    case surplusOctets(Int)
    /// The message has a body and no Content-Type, which RFC 3261 §20.15 demands.
    case bodyWithoutContentType
    /// The value of this field does not follow its grammar and is kept as received; the name is the long form.
    case unparsedField(name: String, value: String)
}
