import Synchronization

/// Counts the sockets that accept connections, and calls back when all do.
final class OpenedSockets: Sendable {
    private let missing: Mutex<Int>
    private let allOpen: @Sendable () -> Void

    /// Creates a counter that calls `allOpen` after `count` sockets.
    init(count: Int, allOpen: @escaping @Sendable () -> Void) {
        missing = Mutex(count)
        self.allOpen = allOpen
    }

    /// Counts one more socket that accepts connections.
    func add() {
        let isLast = missing.withLock { missing in
            missing -= 1
            return missing == 0
        }
        if isLast { allOpen() }
    }
}
