import Dispatch
import Synchronization

/// Turns in the order of numbers from 0, for what must happen in that order although several threads work.
///
/// The work with each number ends its turn exactly once, whether it waited for it or not.
package final class OrderedTurns: Sendable {
    private struct State {
        /// The first number whose turn has not ended.
        var first = 0
        /// Later ones whose turns have ended.
        var ended: Set<Int> = []
        var waiting: [Int: DispatchSemaphore] = [:]
    }

    private let state = Mutex(State())

    /// Creates turns of which the first is that of number 0.
    package init() {}

    /// Waits until the turns of all lower numbers have ended.
    package func wait(for number: Int) {
        let semaphore = state.withLock { state -> DispatchSemaphore? in
            if state.first >= number { return nil }
            let semaphore = DispatchSemaphore(value: 0)
            state.waiting[number] = semaphore
            return semaphore
        }
        semaphore?.wait()
    }

    /// Ends the turn of a number.
    package func end(_ number: Int) {
        state.withLock { state in
            state.ended.insert(number)
            while state.ended.remove(state.first) != nil { state.first += 1 }
            state.waiting.removeValue(forKey: state.first)?.signal()
        }
    }
}
