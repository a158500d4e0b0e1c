/// How much a ledger may hold.
public struct LedgerLimits: Sendable, Equatable {
    /// The number of digests and states.
    public let capacity: Int
    /// The number of digests and states of one party that have not expired; nil for as many as there is room.
    public let share: Int?
    /// The number of addresses whose messages are known to be protected; a trusted domain can invent users.
    public let protectedAddresses: Int

    /// Creates limits; by default a million for all parties together, and a million addresses.
    public init(
        capacity: Int = CertStore.ledgerCapacity, share: Int? = nil, protectedAddresses: Int = 1_000_000
    ) {
        self.capacity = capacity
        self.share = share
        self.protectedAddresses = protectedAddresses
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
