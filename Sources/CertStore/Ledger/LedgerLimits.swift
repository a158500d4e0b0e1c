/// How much a ledger may hold.
public struct LedgerLimits: Sendable, Equatable {
    /// The number of digests and states.
    public let capacity: Int
    /// The number of digests and states of one party that have not expired; nil for as many as there is room.
    public let share: Int?

    /// Creates limits; by default a million for all parties together.
    public init(capacity: Int = CertStore.ledgerCapacity, share: Int? = nil) {
        self.capacity = capacity
        self.share = share
    }
}

/// How full a ledger is.
public struct LedgerCount: Sendable, Equatable {
    /// The number of digests and states, with those that have expired and are not deleted yet.
    public let entries: Int
    /// The second from which on it has everything that was accepted, in seconds since 1970; nil if it has not
    /// begun.
    public let since: Int?

    /// Creates a count.
    public init(entries: Int, since: Int?) {
        self.entries = entries
        self.since = since
    }
}
