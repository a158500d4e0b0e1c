/// Why a certificate was revoked (RFC 5280 §5.3.1), by the number that revocation lists have for it.
public enum RevocationReason: Int, Sendable, CaseIterable {
    /// Nothing was said.
    case unspecified = 0
    /// The private key of a subscriber is, or may be, in other hands.
    case keyCompromise = 1
    /// The private key of an authority is, or may be, in other hands.
    case cACompromise = 2
    /// The name or what else the certificate says of its holder has changed.
    case affiliationChanged = 3
    /// Another certificate replaces it.
    case superseded = 4
    /// It is not needed any more.
    case cessationOfOperation = 5
    /// It is revoked for now, and may be taken off the list again.
    case certificateHold = 6
    /// Only in a list of changes: the certificate is on hold no longer, or has expired.
    case removeFromCRL = 8
    /// What the certificate says its holder may do is true no longer.
    case privilegeWithdrawn = 9
    /// The private key of an attribute authority is, or may be, in other hands.
    case aACompromise = 10

    /// The reason's own word in RFC 5280, such as "keyCompromise".
    public var name: String { String(describing: self) }
}
