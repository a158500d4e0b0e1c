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
    let second: UInt32?
    let signed: Date
    let states: [State]
    let holder: [UInt8]?

    /// Creates an entry: digests that must not recur, the time of the signature, and the
    /// values that may only increase.
    ///
    /// Every digest includes `second`, in seconds since 1970, so that equal digests always come with equal
    /// ones: the store looks for a digest only among those of its second. It is nil for digests that include
    /// none. `signed` may be another time, such as that of a Date.
    /// The entry counts for `holder`, a digest of the party that fills the ledger with it; nil for no party.
    public init(
        digests: [[UInt8]], of second: UInt32? = nil, signed: Date, states: [State], holder: [UInt8]? = nil
    ) {
        self.digests = digests
        self.second = second
        self.signed = signed
        self.states = states
        self.holder = holder
    }

    /// Returns the key of the row of a digest: the digest after its second, so that what is signed at about
    /// one time lies on the same pages.
    func key(of digest: [UInt8]) -> [UInt8] {
        guard let second else { return digest }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: second >> $0) } + digest
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
