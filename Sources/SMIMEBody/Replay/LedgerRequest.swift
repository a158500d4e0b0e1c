public import struct FoundationEssentials.Date

/// What a ledger is asked: whether a body may be accepted, and to remember it if so.
public struct LedgerRequest: Sendable, Equatable {
    /// What is remembered of the body.
    public let record: ReplayRecord
    /// The instant at which it was checked.
    public let instant: Date
    /// How many seconds to remember it, at least twice the age that a body may have.
    public let seconds: Double
}
