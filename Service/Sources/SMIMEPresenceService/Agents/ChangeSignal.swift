import Dispatch
import Synchronization

/// Wakes the thread that confirms the state of the store, when that has changed or the service ends.
final class ChangeSignal: Sendable {
    private struct State {
        var hasChanged = false
        var isOver = false
    }

    private let state = Mutex(State())
    private let semaphore = DispatchSemaphore(value: 0)

    /// Whether the service ends.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Reports a change; several before the thread wakes count as one.
    func notify() { set { $0.hasChanged = true } }

    /// Wakes the thread for the last time.
    func end() { set { ($0.hasChanged, $0.isOver) = (true, true) } }

    /// Waits for a change since the last call, for at most `duration`.
    func wait(for duration: Duration) {
        _ = semaphore.wait(timeout: .now() + duration / .seconds(1))
        state.withLock { $0.hasChanged = false }
    }

    private func set(_ change: (inout State) -> Void) {
        let wakes = state.withLock { state in
            defer { change(&state) }
            return !state.hasChanged
        }
        if wakes { semaphore.signal() }
    }
}
