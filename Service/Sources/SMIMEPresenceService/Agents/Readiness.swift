import Synchronization

/// Whether the service can judge messages: after its self-test, while the state of its store is confirmed.
final class Readiness: Sendable {
    private struct State {
        var isTested = false
        var isConfirmed = false
    }

    private let state = Mutex(State())

    /// Whether messages are accepted.
    var isReady: Bool { state.withLock { $0.isTested && $0.isConfirmed } }

    /// Whether the self-test has passed.
    var isTested: Bool { state.withLock { $0.isTested } }

    /// Notes that the self-test passed.
    func passedTest() { state.withLock { $0.isTested = true } }

    /// Notes whether the store's state is confirmed; returns whether that has changed.
    func confirm(_ isConfirmed: Bool) -> Bool {
        state.withLock { state in
            defer { state.isConfirmed = isConfirmed }
            return state.isConfirmed != isConfirmed
        }
    }
}
