public import struct FoundationEssentials.Date

/// The facts that rules decide on: watcher, presentity, time, and the protection of the messages.
public struct AuthorizationRequest: Sendable {
    /// The URIs that the watcher was authenticated as; empty for an unauthenticated one (RFC 5025 §3.1.1).
    public var watchers: [EntityURI]
    /// Whether the question is if any watcher at all is allowed, as before a publication;
    /// ``watchers`` do not count then.
    public var isForAnyWatcher = false
    /// The presentity, whose rules these are.
    public var presentity: EntityURI
    /// The instant for which the rules are evaluated.
    public var instant: Date
    /// The sphere of the presentity; nil if it is undefined, so that no `sphere`
    /// condition holds (RFC 5025 §3.1.2).
    public var sphere: String?
    /// The facts about confidentiality.
    public var confidentiality: ConfidentialityFacts

    /// Creates a request.
    public init(
        watchers: [EntityURI], presentity: EntityURI, at instant: Date, sphere: String? = nil,
        confidentiality: ConfidentialityFacts
    ) {
        self.watchers = watchers
        self.presentity = presentity
        self.instant = instant
        self.sphere = sphere
        self.confidentiality = confidentiality
    }
}
