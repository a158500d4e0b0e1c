import CertStore
import FoundationEssentials
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The agents of the service, prepared once, and what they share.
final class ServiceAgents: Sendable {
    let configuration: ServiceConfiguration
    let store: MessageStore
    let sending: SendingAgent
    let receiving: ReceivingAgent
    let threads: WorkerThreads
    let order = MessageOrder()
    let ledger: LedgerWriter
    let budget: BodyBudget

    /// Prepares agents for a store.
    init(
        _ store: MessageStore, configuration: ServiceConfiguration,
        committed: @escaping @Sendable (_ count: Int) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.store = store
        sending = SendingAgent(store: store)
        receiving = ReceivingAgent(store: store)
        threads = WorkerThreads(count: configuration.threads, capacity: configuration.queue)
        ledger = LedgerWriter(record: { store.admit($0) }, committed: committed)
        budget = BodyBudget(capacity: configuration.bodyOctets)
    }

    /// The present, by the clock of the database.
    var now: Date { store.now() }

    /// Runs work on a thread for cryptography.
    ///
    /// - Throws: ``Problem`` with 503 if too many messages wait, or what `work` throws.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem>
        do throws(WorkerThreads.Refusal) {
            result = try await threads.run { Result { () throws(Problem) in try work() } }
        } catch {
            switch error {
            case .full: throw .unavailable(.busy, "too many messages wait")
            case .stopped: throw .unavailable(.stopping, "the service is stopping")
            }
        }
        return try result.get()
    }
}
