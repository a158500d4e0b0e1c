public import struct FoundationEssentials.Date

/// What rules are held against: who asks to watch whom, when, and how what is sent is protected.
public struct AuthorizationRequest: Sendable {
    /// The URIs that the watcher was authenticated as; empty where it was not (RFC 5025 §3.1.1).
    public var watchers: [EntityURI]
    /// Whether it is asked if anybody may watch at all, as before a publication; ``watchers`` do not count then.
    public var isForAnybody = false
    /// Whose rules these are.
    public var presentity: EntityURI
    /// The instant at which the rules are to hold.
    public var instant: Date
    /// The sphere the presentity is in; nil where that is undefined, and no `sphere` then holds (RFC 5025 §3.1.2).
    public var sphere: String?
    /// What is known about confidentiality.
    public var confidentiality: ConfidentialityFacts

    /// Puts a request together.
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
