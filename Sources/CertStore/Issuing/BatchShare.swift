import Dispatch
import Synchronization

/// What one worker made of a batch.
final class BatchShare: Sendable {
    /// Where the worker works; nil where whoever waits for the batch makes it.
    let queue: DispatchQueue?
    private let content = Mutex<Result<[(Int, KeyedIssue)], CertStoreError>>(.success([]))

    init(queue: DispatchQueue?) { self.queue = queue }

    func fill(_ make: () throws(CertStoreError) -> [(Int, KeyedIssue)]) {
        let made = Result(catching: make)
        content.withLock { $0 = made }
    }

    /// Each with the number of its order.
    func made() throws(CertStoreError) -> [(Int, KeyedIssue)] { try content.withLock { $0 }.get() }
}
