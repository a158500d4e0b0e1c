public import CertStore
import Dispatch
import Glibc
public import SMIMEBody
import Synchronization

/// Records accepted bodies in the ledger, all waiting ones at once.
///
/// One thread takes the waiting records, at most ``maximumGroup``, and commits them as one transaction, so
/// they share one write to the disk. Each request is answered after its own record is durable.
public final class LedgerWriter: Sendable {
    /// Records a group, and returns a result for each request in its order.
    public typealias Record = @Sendable ([LedgerRequest]) -> [Result<ReplayVerdict, CertStoreError>]

    /// The largest number of records in one transaction.
    public static let maximumGroup = 256

    /// The minimum time between the beginnings of two commits.
    ///
    /// Records that arrive in the meantime share a commit. A record after a longer pause does not wait.
    static let interval = Duration.milliseconds(1)

    private typealias Waiting = (
        request: LedgerRequest, answer: @Sendable (Result<ReplayVerdict, CertStoreError>) -> Void
    )

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private let state = Mutex(State())
    private let lastCommit = Mutex<ContinuousClock.Instant?>(nil)
    private let queue = DispatchQueue(label: "ledger", qos: .userInitiated)
    private let record: Record
    private let committed: @Sendable (_ count: Int) -> Void
    private let failed: @Sendable (CertStoreError?) -> Void

    /// Creates a writer that records with `record`, and reports the size of each commit to `committed`.
    ///
    /// `failed` gets the error of a group of which nothing was recorded, and nil after the next one that was.
    public init(
        record: @escaping Record, committed: @escaping @Sendable (_ count: Int) -> Void = { _ in },
        failed: @escaping @Sendable (CertStoreError?) -> Void = { _ in }
    ) {
        self.record = record
        self.committed = committed
        self.failed = failed
    }

    /// Adds a request to the queue of the ledger; requests are recorded in the order of these calls.
    ///
    /// `answer` gets the verdict when the record is durable, or the error if nothing was recorded. It is
    /// called on the ledger's thread, and must not block.
    func enqueue(
        _ request: LedgerRequest,
        answer: @escaping @Sendable (Result<ReplayVerdict, CertStoreError>) -> Void
    ) {
        let mustStart = state.withLock { state in
            state.waiting.append((request, answer))
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.write() } }
    }

    /// Commits groups until none wait.
    private func write() {
        while true {
            awaitInterval()
            let group = state.withLock { state in
                let group = Array(state.waiting.prefix(Self.maximumGroup))
                state.waiting.removeFirst(group.count)
                if group.isEmpty { state.isWriting = false }
                return group
            }
            guard !group.isEmpty else { return }
            lastCommit.withLock { $0 = .now }
            let results = record(group.map(\.request))
            committed(group.count)
            let errors = results.compactMap { if case .failure(let error) = $0 { error } else { nil } }
            failed(errors.count == results.count ? errors.first : nil)
            for (waiting, result) in zip(group, results) { waiting.answer(result) }
        }
    }

    private func awaitInterval() {
        guard let last = lastCommit.withLock({ $0 }) else { return }
        let rest = Self.interval - (.now - last)
        if rest > .zero { usleep(UInt32(clamping: Int(rest / .microseconds(1)))) }
    }
}
