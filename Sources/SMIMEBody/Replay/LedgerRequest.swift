public import struct FoundationEssentials.Date

/// The request to a ledger: to accept a body once, and to remember it.
public struct LedgerRequest: Sendable, Equatable {
    /// The record of the body.
    public let record: ReplayRecord
    /// The instant at which it was checked.
    public let instant: Date
    /// The number of seconds to remember it, at least twice the maximum age of a body.
    public let seconds: Double
    /// The address whose messages the store is to know as protected once this one is accepted; nil for none.
    public var protectedAddress: String?

    /// Returns the same request, remembered for at least so many seconds.
    ///
    /// A ledger of bodies with different maximum ages remembers all for the highest: a record that ends early
    /// makes the ledger refuse older bodies of others.
    public func remembered(for seconds: Double) -> LedgerRequest {
        LedgerRequest(
            record: record, instant: instant, seconds: max(self.seconds, seconds),
            protectedAddress: protectedAddress)
    }
}
