public import XML

/// What rules grant: the subscription, and what of the presence document would be shown.
///
/// Nothing here filters a document; what is read is checked, combined and reported. Source: RFC 5025 §3.2, §3.3.
public struct Permissions: Sendable, Equatable {
    /// Which occurrences of one kind are shown.
    public enum Occurrences: Sendable, Equatable {
        /// Those that one of these identifies.
        case some(Set<Occurrence>)
        /// All of them.
        case all

        /// None of them.
        public static let none = Occurrences.some([])
    }

    /// How much of `user-input` is shown (RFC 5025 §3.3.2.12), in order.
    public enum UserInput: String, Sendable, CaseIterable {
        case hidden = "false"
        case bare
        case thresholds
        case full
    }

    /// What happens to the subscription.
    public internal(set) var subscriptionHandling = SubscriptionHandling.block
    /// The tuples that are shown.
    public internal(set) var services = Occurrences.none
    /// The devices that are shown.
    public internal(set) var devices = Occurrences.none
    /// The persons that are shown.
    public internal(set) var persons = Occurrences.none
    /// The attributes that are shown of them.
    public internal(set) var attributes: Set<PresenceAttribute> = []
    /// How much of `user-input` is shown.
    public internal(set) var userInput = UserInput.hidden
    /// Elements that a server does not know and shows nevertheless.
    public internal(set) var unknownAttributes: Set<ExpandedName> = []
    /// Whether all attributes are shown, known or not (RFC 5025 §3.3.2.15).
    public internal(set) var showsAllAttributes = false

    /// Whether all of a document is shown.
    public var showsEverything: Bool {
        services == .all && devices == .all && persons == .all && showsAllAttributes
    }

    /// Nothing: the least that rules can grant.
    public init() {}

    /// Adds what other rules grant: the greatest value, the union, the logical OR (RFC 4745 §10.2).
    public mutating func formUnion(_ other: Permissions) {
        subscriptionHandling = max(subscriptionHandling, other.subscriptionHandling)
        services.formUnion(other.services)
        devices.formUnion(other.devices)
        persons.formUnion(other.persons)
        attributes.formUnion(other.attributes)
        if let more = UserInput.allCases.last(where: { $0 == userInput || $0 == other.userInput }) {
            userInput = more
        }
        unknownAttributes.formUnion(other.unknownAttributes)
        showsAllAttributes = showsAllAttributes || other.showsAllAttributes
    }
}

extension Permissions.Occurrences {
    mutating func formUnion(_ other: Permissions.Occurrences) {
        switch (self, other) {
        case (.some(let mine), .some(let others)): self = .some(mine.union(others))
        case (.all, _), (_, .all): self = .all
        }
    }
}

/// What identifies a service, device or person (RFC 5025 §3.3.1).
public struct Occurrence: Sendable, Hashable {
    /// How it identifies.
    public enum Kind: String, Sendable, CaseIterable {
        case `class`
        case occurrenceID = "occurrence-id"
        case deviceID
        case serviceURI = "service-uri"
        case serviceURIScheme = "service-uri-scheme"
    }

    /// How it identifies.
    public let kind: Kind
    /// The value, white space at its ends taken off.
    public let value: String

    /// Puts an identifier together, for callers that compare.
    public init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// An attribute of presence that a Boolean permission is about (RFC 5025 §3.3.2).
public enum PresenceAttribute: String, Sendable, CaseIterable {
    case activities, `class`, deviceID, mood
    case placeIs = "place-is"
    case placeType = "place-type"
    case privacy, relationship, sphere
    case statusIcon = "status-icon"
    case timeOffset = "time-offset"
    case note
}
