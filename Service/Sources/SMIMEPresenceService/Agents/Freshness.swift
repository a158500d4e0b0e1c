import CertStore
import Logging
import SMIMEAgent
import ServiceLifecycle

/// Confirms the state of the store several times a second, so that a change by any process counts within one.
///
/// A revocation, a new certificate or a new key is read with the first confirmation after it. While the store
/// cannot be asked, messages are answered 503.
struct Freshness: Service {
    /// The time between two confirmations.
    static let interval = Duration.milliseconds(200)

    let store: MessageStore
    let readiness: Readiness
    let logger: Logger
    let metrics: ServiceMetrics

    func run() async throws {
        // A thread of its own: a locked database makes it wait.
        let threads = WorkerThreads(count: 1, capacity: 1)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await confirm(on: threads)
            try? await Task.sleep(for: Self.interval)
        }
        await threads.stop()
    }

    private func confirm(on threads: WorkerThreads) async {
        let failure: CertStoreError?
        do throws(WorkerThreads.Refusal) {
            failure = try await threads.run { Self.confirm(store) }
        } catch {
            return
        }
        let hasChanged = readiness.confirm(failure == nil)
        metrics.set("smime_store_confirmed", failure == nil ? 1 : 0)
        guard hasChanged else { return }
        if let failure {
            logger.error("the store cannot be read", metadata: ["error": "\(failure)"])
        } else {
            logger.notice("the store is confirmed")
        }
    }

    private static func confirm(_ store: MessageStore) -> CertStoreError? {
        do throws(CertStoreError) {
            _ = try store.confirm()
            return nil
        } catch {
            return error
        }
    }
}
