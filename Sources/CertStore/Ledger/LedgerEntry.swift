public import struct FoundationEssentials.Date

/// The record of an accepted body, in digests only.
public struct LedgerEntry: Sendable, Equatable {
    /// A value that may only increase.
    public struct State: Sendable, Equatable {
        let subject: [UInt8]
        let number: Int64
        let decimals: String
        let content: [UInt8]

        /// Creates the state of `subject`: its point, and the digest of its content there.
        ///
        /// Points are ordered by `number`, then by `decimals` as text.
        public init(subject: [UInt8], number: Int64, decimals: String, content: [UInt8]) {
            self.subject = subject
            self.number = number
            self.decimals = decimals
            self.content = content
        }
    }

    let digests: [[UInt8]]
    let signed: Date
    let states: [State]
    let holder: [UInt8]?

    /// Creates an entry: digests that must not recur, the time of the signature, and the
    /// values that may only increase.
    ///
    /// It counts for `holder`, a digest of the party that fills the ledger with it; nil for no party.
    public init(digests: [[UInt8]], signed: Date, states: [State], holder: [UInt8]? = nil) {
        self.digests = digests
        self.signed = signed
        self.states = states
        self.holder = holder
    }
}

/// The verdict of the store about an entry; it remembers only fresh ones.
public enum LedgerVerdict: Sendable, Equatable {
    /// None of it was recorded before.
    case fresh
    /// One of its digests was recorded, or other content at the same point.
    case replayed
    /// One of its states was higher before.
    case superseded
    /// It was signed before the ledger began.
    case beforeLedger
}
