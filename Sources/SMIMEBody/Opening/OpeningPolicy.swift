public import CMS
public import MIME

/// The checks that an opener relaxes; everything that no member allows is refused.
public struct OpeningPolicy: Sendable, Hashable {
    /// What to do with unsigned content.
    public enum Unsigned: Sendable {
        case refuse
        case allow
    }

    /// The allowed subjects of a presence document.
    public enum Entity: Sendable {
        case signerOnly
        case any
    }

    /// The messages that a domain's certificate may sign for its users.
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

    /// The required target and subject of a bound message.
    public enum Target: Sendable {
        /// A PUBLISH for the presentity or its presence server, a NOTIFY for its watcher; both for one
        /// of this receiver's addresses.
        case named
        /// Any, for example of messages in an archive.
        case any
    }

    /// The ciphers that are opened.
    public enum Encryption: Sendable {
        /// With or without authentication.
        case any
        /// With authentication only (RFC 5083 §1).
        case authenticated
    }

    /// The target of a bound message; by default this receiver, and the presentity or
    /// watcher that the message names.
    public var target: Target = .named
    /// Content not bound to its message; by default accepted if its age does not matter.
    public var unbound: Unbound = .allowWithoutFreshness
    /// The maximum age of a signature in seconds; nil if that does not matter (RFC 3893 §10).
    public var maximumAge: Double?
    /// A body signed later than the instant of the check; refused by default.
    public var future: Future = .refuse
    /// Unsigned content; refused by default.
    public var unsigned: Unsigned = .refuse
    /// Weak algorithms; refused by default.
    public var strength: AlgorithmStrength = .current
    /// Ciphers without authentication; by default opened around a signature.
    public var encryption: Encryption = .any
    /// Documents about other entities; refused by default.
    public var entity: Entity = .signerOnly
    /// How strictly presence documents must follow RFC 3863; by default departures are reported.
    public var presence: PIDFConformance = .lenient
    /// Domain signers; by default only in the messages for which RFC 3856 requires them.
    public var domainSigner: DomainSigner = .notifyAndResponses
    /// CRLs: an outdated CRL is refused by default, a missing one is not.
    public var revocation = RevocationPolicy()
    /// Bounds on sizes and counts.
    public var limits: MIMELimits = .standard

    /// The strictest policy.
    public init() {}

    /// The default of services, in seconds (RFC 3893 §10 allows one hour at most).
    static let defaultMaximumAge = 300.0

    /// The same policy for admission by a ledger, so that the age of a body counts.
    var once: OpeningPolicy {
        var policy = self
        policy.maximumAge = maximumAge ?? Self.defaultMaximumAge
        return policy
    }

    var refusesUnbound: Bool {
        unbound == .refuse || unbound == .allowWithoutFreshness && maximumAge != nil
    }

    /// Returns whether unsigned content out of `cipher` is allowed: without authentication only if weak
    /// algorithms are allowed too (RFC 8551 §6).
    func allowsUnsigned(under cipher: ContentCipher?) -> Bool {
        unsigned == .allow && (cipher?.isAuthenticated != false || strength == .anyIncludingWeak)
    }
}
