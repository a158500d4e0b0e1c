import Dispatch
import Synchronization

/// The certificates of a batch that one worker issued.
final class BatchShare: Sendable {
    /// The queue of the worker; nil for the thread that waits for the batch.
    let queue: DispatchQueue?
    private let content = Mutex<Result<[(Int, KeyedIssue)], CertStoreError>>(.success([]))

    init(queue: DispatchQueue?) { self.queue = queue }

    func fill(_ make: () throws(CertStoreError) -> [(Int, KeyedIssue)]) {
        let made = Result(catching: make)
        content.withLock { $0 = made }
    }

    /// Returns each certificate with the number of its order.
    func made() throws(CertStoreError) -> [(Int, KeyedIssue)] { try content.withLock { $0 }.get() }
}
