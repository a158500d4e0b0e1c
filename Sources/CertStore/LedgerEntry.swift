public import struct FoundationEssentials.Date

/// What the store remembers of something that was accepted, in digests alone.
public struct LedgerEntry: Sendable, Equatable {
    /// Something that may only go forward.
    public struct State: Sendable, Equatable {
        let subject: [UInt8]
        let number: Int64
        let decimals: String
        let content: [UInt8]

        /// The point that `subject` has come to, and the digest of its content there.
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

    /// Puts an entry together: digests that may not come again, when it was signed, and what may only go forward.
    public init(digests: [[UInt8]], signed: Date, states: [State]) {
        self.digests = digests
        self.signed = signed
        self.states = states
    }
}

/// What the store makes of an entry; it remembers only what is fresh.
public enum LedgerVerdict: Sendable, Equatable {
    /// Nothing of it was there before.
    case fresh
    /// One of its digests was there, or another content at the same point.
    case replayed
    /// One of its states was further before.
    case superseded
    /// It was signed before the store began to remember.
    case beforeLedger
}
