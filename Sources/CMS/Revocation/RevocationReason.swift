/// Why a certificate was revoked (RFC 5280 §5.3.1), by its number in CRLs.
public enum RevocationReason: Int, Sendable, CaseIterable {
    /// No reason was given.
    case unspecified = 0
    /// The private key of a subscriber is, or may be, compromised.
    case keyCompromise = 1
    /// The private key of an authority is, or may be, compromised.
    case cACompromise = 2
    /// The name or another fact about the holder has changed.
    case affiliationChanged = 3
    /// Another certificate replaces it.
    case superseded = 4
    /// It is no longer needed.
    case cessationOfOperation = 5
    /// It is suspended, and the revocation may be lifted again.
    case certificateHold = 6
    /// In a delta CRL only: the certificate is no longer on hold, or has expired.
    case removeFromCRL = 8
    /// A privilege that the certificate states has been withdrawn.
    case privilegeWithdrawn = 9
    /// The private key of an attribute authority is, or may be, compromised.
    case aACompromise = 10

    /// The name of the reason in RFC 5280, such as "keyCompromise".
    public var name: String { String(describing: self) }
}
