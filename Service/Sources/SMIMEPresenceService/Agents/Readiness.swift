import Synchronization

/// Whether the service can judge messages: after its self-test, while the state of its store is confirmed.
final class Readiness: Sendable {
    /// The time after which the thread that confirms is stuck.
    private static let patience = Duration.seconds(30)

    private struct State {
        var isTested = false
        var isConfirmed = false
        /// The time of the last report of the thread that confirms.
        var attempt = ContinuousClock.now
    }

    private let state = Mutex(State())
    private let lifetime: Duration

    /// Creates a service that is not ready; a confirmation counts for `lifetime`.
    init(lifetime: Duration = .seconds(2)) { self.lifetime = lifetime }

    /// Whether the self-test has passed.
    var isTested: Bool { state.withLock { $0.isTested } }

    /// Whether messages are accepted.
    var isReady: Bool {
        state.withLock { $0.isTested && $0.isConfirmed && .now - $0.attempt < lifetime }
    }

    /// Whether the thread that confirms still reports; a database that does not answer can block it.
    var isAlive: Bool { state.withLock { $0.isTested && .now - $0.attempt < Self.patience } }

    /// Records that the self-test passed.
    func passedTest() { state.withLock { $0.isTested = true } }

    /// Records whether the store's state is confirmed; returns whether that has changed.
    func confirm(_ isConfirmed: Bool) -> Bool {
        state.withLock { state in
            defer { (state.isConfirmed, state.attempt) = (isConfirmed, .now) }
            return state.isConfirmed != isConfirmed
        }
    }
}
