public import XML

/// The permissions that rules grant: the subscription, and the visible parts of the presence document.
///
/// Documents are not filtered here; permissions are checked, combined and reported.
/// Source: RFC 5025 §3.2, §3.3.
public struct Permissions: Sendable, Equatable {
    /// The visible occurrences of one kind.
    public enum Occurrences: Sendable, Equatable {
        /// Those that match one of these identifiers.
        case some(Set<Occurrence>)
        /// All of them.
        case all

        /// None of them.
        public static let none = Occurrences.some([])
    }

    /// The visible part of `user-input` (RFC 5025 §3.3.2.12), in order.
    public enum UserInput: String, Sendable, CaseIterable {
        case hidden = "false"
        case bare
        case thresholds
        case full
    }

    /// The handling of the subscription.
    public internal(set) var subscriptionHandling = SubscriptionHandling.block
    /// The visible tuples.
    public internal(set) var services = Occurrences.none
    /// The visible devices.
    public internal(set) var devices = Occurrences.none
    /// The visible persons.
    public internal(set) var persons = Occurrences.none
    /// The visible attributes.
    public internal(set) var attributes: Set<PresenceAttribute> = []
    /// The visible part of `user-input`.
    public internal(set) var userInput = UserInput.hidden
    /// Elements that are visible although a server does not know them.
    public internal(set) var unknownAttributes: Set<ExpandedName> = []
    /// Whether all attributes are visible, known or not (RFC 5025 §3.3.2.15).
    public internal(set) var showsAllAttributes = false

    /// Whether the whole document is visible.
    public var showsEverything: Bool {
        services == .all && devices == .all && persons == .all && showsAllAttributes
    }

    /// Creates the least permissions: none.
    public init() {}

    /// Adds the permissions of other rules: the greatest value, the union, the logical OR (RFC 4745 §10.2).
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

/// An identifier of services, devices or persons (RFC 5025 §3.3.1).
public struct Occurrence: Sendable, Hashable {
    /// The kind of identifier.
    public enum Kind: String, Sendable, CaseIterable {
        case `class`
        case occurrenceID = "occurrence-id"
        case deviceID
        case serviceURI = "service-uri"
        case serviceURIScheme = "service-uri-scheme"
    }

    /// The kind of identifier.
    public let kind: Kind
    /// The value, trimmed.
    public let value: String

    /// Creates an identifier, for comparison.
    public init(kind: Kind, value: String) {
        self.kind = kind
        self.value = value
    }
}

/// An attribute of presence with a Boolean permission (RFC 5025 §3.3.2).
public enum PresenceAttribute: String, Sendable, CaseIterable {
    case activities, `class`, deviceID, mood
    case placeIs = "place-is"
    case placeType = "place-type"
    case privacy, relationship, sphere
    case statusIcon = "status-icon"
    case timeOffset = "time-offset"
    case note
}
