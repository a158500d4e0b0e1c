import CertStore
import FoundationEssentials
import SIPMessage
import SMIMEAgent
import SMIMEBody
import Synchronization

/// The agents of the service, prepared once, and the objects that they share.
final class ServiceAgents: Sendable {
    let configuration: ServiceConfiguration
    private let opened: OpenedStore
    private let open: (@Sendable () throws(CertStoreError) -> MessageStore)?
    let threads: WorkerThreads
    let order = MessageOrder()
    let ledger: LedgerWriter
    let budget: BodyBudget

    /// Prepares agents for a store; `open` opens it again if it was moved or replaced.
    init(
        _ store: MessageStore, configuration: ServiceConfiguration,
        open: (@Sendable () throws(CertStoreError) -> MessageStore)? = nil,
        committed: @escaping @Sendable (_ count: Int) -> Void = { _ in },
        failed: @escaping @Sendable (CertStoreError?) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.open = open
        let opened = OpenedStore(store)
        self.opened = opened
        threads = WorkerThreads(count: configuration.threads, capacity: configuration.queue)
        ledger = LedgerWriter(
            record: { opened.store.admit($0) }, committed: committed, failed: failed)
        budget = BodyBudget(capacity: configuration.bodyOctets)
    }

    /// The store that is open now.
    var store: MessageStore { opened.store }
    /// The agent that protects.
    var sending: SendingAgent { SendingAgent(store: store) }
    /// The agent that opens.
    var receiving: ReceivingAgent { ReceivingAgent(store: store) }

    /// Opens the store again, and uses it from then on if its state can be confirmed.
    ///
    /// A file that was replaced, such as by a backup, is another store with the same name. It does not know
    /// which messages were accepted since, so its ledger begins anew.
    ///
    /// - Returns: false if there is no way to open it.
    /// - Throws: `CertStoreError` if it cannot be opened or confirmed.
    func reopen() throws(CertStoreError) -> Bool {
        guard let open else { return false }
        let store = try open()
        try store.confirm()
        if !configuration.store.contains("://") {
            try store.beginLedgerAnew(at: .now)
        }
        opened.replace(with: store)
        return true
    }

    /// The current time, by the clock of the database.
    var now: Date { store.now() }

    /// Runs work on a thread for cryptography.
    ///
    /// - Throws: ``Problem`` with 503 if too many messages wait, or the problem of `work`.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem>
        do throws(WorkerThreads.Refusal) {
            result = try await threads.run { Result { () throws(Problem) in try work() } }
        } catch {
            throw Problem(error)
        }
        return try result.get()
    }

    /// Checks a message on a thread for cryptography, and records it in its turn.
    ///
    /// The same thread adds it to the queue of the ledger, because a switch to another thread would cost as
    /// much as a part of the check.
    ///
    /// - Throws: ``Problem`` of `check`, or with 503 if the message could not be recorded.
    func recorded(
        in turn: MessageOrder.Turn, _ check: @escaping @Sendable () throws(Problem) -> ClosedMessage
    ) async throws(Problem) -> (message: ClosedMessage, verdict: ReplayVerdict) {
        typealias Recorded = (message: ClosedMessage, verdict: ReplayVerdict)
        let result: Result<Recorded, Problem> = await withCheckedContinuation { continuation in
            let refuse = { @Sendable (problem: Problem) in
                turn.pass()
                continuation.resume(returning: .failure(problem))
            }
            do throws(WorkerThreads.Refusal) {
                try threads.submit { [self] isActive in
                    guard isActive else { return refuse(Problem(.stopped)) }
                    let message: ClosedMessage
                    do throws(Problem) { message = try check() } catch { return refuse(error) }
                    turn.whenBegun { [self] in
                        ledger.enqueue(message.request) { result in
                            continuation.resume(
                                returning: result.map { (message, $0) }.mapError { Problem($0) })
                        }
                        turn.end()
                    }
                }
            } catch {
                refuse(Problem(error))
            }
        }
        return try result.get()
    }
}

/// Holds the store that messages use, until it is opened again.
private final class OpenedStore: Sendable {
    private let current: Mutex<MessageStore>

    init(_ store: MessageStore) { current = Mutex(store) }

    var store: MessageStore { current.withLock { $0 } }

    func replace(with store: MessageStore) { current.withLock { $0 = store } }
}

extension Problem {
    fileprivate init(_ refusal: WorkerThreads.Refusal) {
        switch refusal {
        case .full: self = .unavailable(.busy, "too many messages are waiting")
        case .stopped: self = .unavailable(.stopping, "the service is stopping")
        }
    }
}
