public import CMS
public import MIME

/// What an opener puts up with; everything is refused that a member does not allow by its name.
public struct OpeningPolicy: Sendable, Hashable {
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

    /// What to do with signed content that is not bound to its message.
    public enum Unbound: Sendable {
        /// Accept it with a warning, unless ``maximumAge`` is set.
        case allowWithoutFreshness
        case allow
        case refuse
    }

    /// What to do with a body that was signed later than the instant of the check.
    public enum Future: Sendable {
        /// More than 300 seconds are refused; 60 if the age of a body counts.
        case refuse
        /// Any is accepted unless the age of a body counts, such as in an archive.
        case allow
    }

    /// For whom and about whom a bound message must be.
    public enum Target: Sendable {
        /// A PUBLISH for the presentity or its presence server, a NOTIFY for its watcher, both for one of this receiver's.
        case named
        /// Any, such as of messages in an archive.
        case any
    }

    /// For whom a bound message must be; by default for this receiver, and for the presentity or watcher it names.
    public var target: Target = .named
    /// Content not bound to its message; by default accepted where nobody asks how old it is.
    public var unbound: Unbound = .allowWithoutFreshness
    /// How many seconds ago a body may have been signed; nil if that does not matter (RFC 3893 §10).
    public var maximumAge: Double?
    /// A body signed later than the instant of the check; refused by default.
    public var future: Future = .refuse
    /// Content that nobody signed; refused by default.
    public var unsigned: Unsigned = .refuse
    /// Weak algorithms; refused by default.
    public var strength: AlgorithmStrength = .current
    /// Documents about others; refused by default.
    public var entity: Entity = .signerOnly
    /// How strictly presence documents must follow RFC 3863; by default departures are reported.
    public var presence: PIDFConformance = .lenient
    /// Domain signers; by default only where RFC 3856 wants them.
    public var domainSigner: DomainSigner = .notifyAndResponses
    /// Revocation lists: those out of date are refused by default, authorities without one are not.
    public var revocation = RevocationPolicy()
    /// Bounds on sizes and counts.
    public var limits: MIMELimits = .standard

    /// The strictest policy.
    public init() {}

    /// What services ask for (RFC 3893 §10 has an hour as the most).
    static let usualAge = 300.0

    /// The same policy if a ledger admits the body, so that its age counts.
    var once: OpeningPolicy {
        var policy = self
        policy.maximumAge = maximumAge ?? Self.usualAge
        return policy
    }

    var refusesUnbound: Bool {
        unbound == .refuse || unbound == .allowWithoutFreshness && maximumAge != nil
    }

    /// Whether unsigned content is allowed that came out of `cipher`: without authentication only where weak
    /// algorithms are allowed too (RFC 8551 §6).
    func allowsUnsigned(under cipher: ContentCipher?) -> Bool {
        unsigned == .allow && (cipher?.isAuthenticated != false || strength == .anyIncludingWeak)
    }
}
