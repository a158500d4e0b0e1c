import NIOPosix
import Synchronization

/// Threads for cryptography, with a maximum number of waiting messages.
///
/// An event loop never decrypts or verifies, so slow messages delay no other connection.
final class WorkerThreads: Sendable {
    /// The reason why work was not accepted.
    enum Refusal: Error {
        /// The maximum number of messages is in progress or waiting.
        case full
        /// The service is stopping.
        case stopped
    }

    private let pool: NIOThreadPool
    private let capacity: Int
    private let pending = Atomic<Int>(0)

    /// Starts `count` threads for at most `capacity` messages at once, including waiting ones.
    init(count: Int, capacity: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        self.capacity = capacity
        pool.start()
    }

    /// The number of messages in progress or waiting.
    var load: Int { pending.load(ordering: .relaxed) }

    /// Runs `work` on one of the threads.
    ///
    /// - Throws: ``Refusal`` if too many messages wait, or the threads have stopped.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(Refusal) -> Result {
        try enter()
        defer { pending.subtract(1, ordering: .relaxed) }
        do { return try await pool.runIfActive(work) } catch { throw .stopped }
    }

    /// Runs `work` on one of the threads; with false if the threads stop first.
    ///
    /// - Throws: ``Refusal``; then `work` is not called.
    func submit(_ work: @escaping @Sendable (_ isActive: Bool) -> Void) throws(Refusal) {
        try enter()
        pool.submit { [self] state in
            defer { pending.subtract(1, ordering: .relaxed) }
            switch state {
            case .active: work(true)
            case .cancelled: work(false)
            }
        }
    }

    private func enter() throws(Refusal) {
        guard pending.add(1, ordering: .relaxed).newValue <= capacity else {
            pending.subtract(1, ordering: .relaxed)
            throw .full
        }
    }

    /// Stops the threads after they have finished the accepted work.
    func stop() async { try? await pool.shutdownGracefully() }
}
