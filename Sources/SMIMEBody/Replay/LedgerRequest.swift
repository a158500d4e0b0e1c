public import struct FoundationEssentials.Date

/// The request to a ledger: to accept a body once, and to remember it.
public struct LedgerRequest: Sendable, Equatable {
    /// The record of the body.
    public let record: ReplayRecord
    /// The instant at which it was checked.
    public let instant: Date
    /// The number of seconds to remember it, at least twice the maximum age of a body.
    public let seconds: Double
}
