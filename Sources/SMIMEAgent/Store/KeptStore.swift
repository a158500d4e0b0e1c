import CertStore
import Synchronization

import struct FoundationEssentials.Date

/// The state that copies of one ``MessageStore`` share.
final class KeptStore: Sendable {
    private struct Confirmed {
        let current: CurrentStore
        /// The store had this state then, or later.
        let since: ContinuousClock.Instant
        /// The clock of the store at an instant.
        let now: Date
        let instant: ContinuousClock.Instant
    }

    private let isFirst = Mutex(true)
    private let store = Mutex<CurrentStore?>(nil)
    private let confirmed = Mutex<Confirmed?>(nil)

    /// Returns whether this is the first call.
    func isFirstMessage() -> Bool {
        isFirst.withLock { isFirst in
            defer { isFirst = false }
            return isFirst
        }
    }

    /// Returns what is kept if it is of `state`; otherwise keeps what `new` returns.
    func current(at state: StoreState, orElse new: () -> CurrentStore) -> CurrentStore {
        store.withLock { kept in
            if let kept, kept.state == state { return kept }
            let current = new()
            kept = current
            return current
        }
    }

    /// Returns what was last confirmed; nil if that was before `instant`, or never.
    func current(confirmedSince instant: ContinuousClock.Instant) -> CurrentStore? {
        confirmed.withLock { confirmed in
            guard let confirmed, confirmed.since >= instant else { return nil }
            return confirmed.current
        }
    }

    /// Keeps a confirmation; what was read of the store before counts if its contents are the same.
    ///
    /// - Parameters:
    ///   - since: the instant since which the state counts.
    ///   - instant: the instant of its time.
    ///   - new: returns what has read nothing yet.
    func confirm(
        _ confirmation: StoreConfirmation, since: ContinuousClock.Instant,
        readAt instant: ContinuousClock.Instant, orElse new: () -> CurrentStore
    ) {
        confirmed.withLock { kept in
            // Of two confirmations at once, the later one counts, whichever ends last.
            if let kept, kept.since > since { return }
            let same = kept.flatMap { kept in
                kept.current.state?.hasSameContents(as: confirmation.state) == true ? kept.current : nil
            }
            kept = Confirmed(
                current: same ?? new(), since: since, now: confirmation.now, instant: instant)
        }
    }

    /// The time of the store's clock at an instant; nil if there was no confirmation.
    var time: (now: Date, instant: ContinuousClock.Instant)? {
        confirmed.withLock { confirmed in confirmed.map { ($0.now, $0.instant) } }
    }
}
