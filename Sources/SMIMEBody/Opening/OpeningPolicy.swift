public import CMS
public import MIME

/// What an opener puts up with; everything is refused that a member does not allow by its name.
public struct OpeningPolicy: Sendable {
    /// What to do with content that nobody signed.
    public enum Unsigned: Sendable {
        case refuse
        case allow
    }

    /// Whom a presence document may be about.
    public enum Entity: Sendable {
        case signerOnly
        case anybody
    }

    /// Where a domain's certificate may sign for its users.
    public enum DomainSigner: Sendable {
        /// NOTIFY and responses (RFC 3856 §6.7).
        case notifyAndResponses
        case anyMessage
    }

    /// Content that nobody signed; refused by default.
    public var unsigned: Unsigned = .refuse
    /// Weak algorithms; refused by default.
    public var strength: AlgorithmStrength = .current
    /// Documents about others; refused by default.
    public var entity: Entity = .signerOnly
    /// Domain signers; by default only where RFC 3856 wants them.
    public var domainSigner: DomainSigner = .notifyAndResponses
    /// Revocation lists: those out of date are refused by default, authorities without one are not.
    public var revocation = RevocationPolicy()
    /// Bounds on sizes and counts.
    public var limits: MIMELimits = .standard

    /// The strictest policy.
    public init() {}

    /// Whether unsigned content is allowed that came out of `cipher`: without authentication only where weak
    /// algorithms are allowed too (RFC 8551 §6).
    func allowsUnsigned(under cipher: ContentCipher?) -> Bool {
        unsigned == .allow && (cipher?.isAuthenticated != false || strength == .anyIncludingWeak)
    }
}
