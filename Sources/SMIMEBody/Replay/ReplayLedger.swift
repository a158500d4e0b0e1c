public import struct FoundationEssentials.Date

/// Remembers accepted bodies, so that each is accepted only once.
public protocol ReplayLedger<Failure>: Sendable {
    /// The error of a ledger that cannot remember; it reaches the caller unchanged
    /// (``AdmissionError/ledger(_:)``).
    associatedtype Failure: Error

    /// Remembers an accepted body, unless it may have been accepted before.
    ///
    /// Judging and remembering are one step: if several processes submit the same body, one gets
    /// ``ReplayVerdict/fresh``. When this returns, the record is durable.
    ///
    /// - Parameters:
    ///   - record: what to remember.
    ///   - instant: now.
    ///   - seconds: how long to remember, at least twice the maximum age of a body.
    /// - Throws: `Failure` if nothing more can be remembered.
    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(Failure) -> ReplayVerdict
}

/// The verdict of a ledger about a body, which is remembered only if fresh.
public enum ReplayVerdict: Sendable, Equatable {
    /// Nothing like it was accepted before.
    case fresh
    /// It was accepted before, or contradicts an accepted body.
    case replayed
    /// Something later was accepted before.
    case superseded
    /// It was signed before the ledger began, so that its acceptance is unknown.
    case beforeLedger
}

/// The record of an accepted body; its values are digests, which cannot be reversed.
public struct ReplayRecord: Sendable, Equatable {
    /// The SHA-256 digest of what was signed.
    public let statement: [UInt8]
    /// The second that ``statement`` includes: that of the signing time, in seconds since 1970; nil if the
    /// signature has none.
    ///
    /// It depends on nothing else, so that equal statements have equal ones; ``signed`` may be the Date of
    /// the message.
    public let statedSecond: UInt32?
    /// The SHA-256 digest of the place of the body in its dialog, which no other body may have; nil if it is
    /// in none.
    ///
    /// A ledger that remembers ``states`` refuses another body at the place without it: the state of the
    /// dialog then has this number with other content, or a higher number.
    public let place: [UInt8]?
    /// The time of the signature.
    public let signed: Date
    /// The values that may only increase.
    public let states: [MonotonicState]
    /// The SHA-256 digest of the party that fills the ledger with it, for a limit on each party: the public
    /// key of a user; the public key of a domain with the address in From, for which it signs.
    public let holder: [UInt8]

    /// Digests that identify the body: each is remembered, and none may come again.
    public var digests: [[UInt8]] { [statement] + (place.map { [$0] } ?? []) }
}

/// A value that may only increase: the sequence number of a dialog, the timestamp of a tuple.
public struct MonotonicState: Sendable, Equatable {
    /// SHA-256 of the dialog or tuple.
    public let subject: [UInt8]
    /// The number, or whole seconds since 1970.
    public let number: Int64
    /// The decimals after the second, each one character; no zeros at the end.
    public let decimals: String
    /// SHA-256 of the content at that point: the same point with other content is a contradiction.
    public let content: [UInt8]
}
