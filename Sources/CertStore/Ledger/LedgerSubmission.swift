public import struct FoundationEssentials.Date

/// An entry that the ledger is to remember.
public struct LedgerSubmission: Sendable, Equatable {
    /// What to remember.
    public let entry: LedgerEntry
    /// Now.
    public let instant: Date
    /// How long to remember it, in seconds.
    public let seconds: Double
    /// The address whose messages are known to be protected once the entry is admitted; nil for none.
    public var protectedAddress: String?

    /// Submits an entry at `instant`, to be remembered for `seconds`.
    public init(_ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double) {
        self.entry = entry
        self.instant = instant
        self.seconds = seconds
    }

    /// The whole second of ``instant``.
    var now: Int64 { Int64(instant.timeIntervalSince1970.rounded(.down)) }
    /// The last whole second in which it is remembered.
    var keepUntil: Int64 { now + Int64(seconds.rounded(.up)) }
    /// The whole second in which the signature counts as made.
    var signed: Int64 { Int64(entry.signed.timeIntervalSince1970.rounded(.up)) }

    /// Returns whether the entry was signed in that second or later.
    func isSigned(since second: Int64) -> Bool { entry.signed.timeIntervalSince1970 >= Double(second) }
}
