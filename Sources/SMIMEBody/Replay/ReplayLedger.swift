public import struct FoundationEssentials.Date

/// Remembers accepted bodies, so that each is accepted only once.
public protocol ReplayLedger<Failure>: Sendable {
    /// What a ledger throws if it cannot remember; it reaches the caller as it is (``AdmissionError/ledger(_:)``).
    associatedtype Failure: Error

    /// Remembers an accepted body, unless it may have been accepted before.
    ///
    /// Judging and remembering are one step: of several processes that are given the same body, one gets
    /// ``ReplayVerdict/fresh``. When this returns, it is remembered whatever happens to the machine.
    ///
    /// - Parameters:
    ///   - instant: now.
    ///   - seconds: how long to remember, at least twice the age a body may have.
    /// - Throws: `Failure` if nothing more can be remembered.
    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(Failure) -> ReplayVerdict
}

/// What a ledger makes of a body; it is remembered only if fresh.
public enum ReplayVerdict: Sendable, Equatable {
    /// Nothing like it was accepted before.
    case fresh
    /// It was accepted before, or contradicts what was.
    case replayed
    /// Something later was accepted before.
    case superseded
    /// It was signed before the ledger began: nobody knows.
    case beforeLedger
}

/// What is remembered of an accepted body; nothing in it can be read back.
public struct ReplayRecord: Sendable, Equatable {
    /// SHA-256 of what makes the body this one: each is remembered, and none may come again.
    public let digests: [[UInt8]]
    /// When it was signed.
    public let signed: Date
    /// What may only go forward.
    public let states: [MonotonicState]
}

/// Something that may only go forward: the sequence number of a dialog, the timestamp of a tuple.
public struct MonotonicState: Sendable, Equatable {
    /// SHA-256 of what it is the state of.
    public let subject: [UInt8]
    /// The number, or whole seconds since 1970.
    public let number: Int64
    /// The decimals after the second, each one character; no zeros at the end.
    public let decimals: String
    /// SHA-256 of the content at that point: the same point with another content is a contradiction.
    public let content: [UInt8]
}
