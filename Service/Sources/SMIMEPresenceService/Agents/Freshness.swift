import CertStore
import Foundation
import Logging
import SMIMEAgent
import ServiceLifecycle
import Synchronization

/// Confirms the state of the store several times a second, so a change takes effect within a second.
///
/// The first confirmation after a revocation, a new certificate or a new key reads it, whichever process
/// wrote it. While the store cannot be read, messages are answered 503.
struct Freshness: Service {
    /// The time between two confirmations.
    static let interval = Duration.milliseconds(200)

    let agents: ServiceAgents
    let readiness: Readiness
    let logger: Logger
    let metrics: ServiceMetrics

    func run() async throws {
        // A separate thread, so that the load of other tasks does not delay it.
        let isOver = Ending()
        await withGracefulShutdownHandler {
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let thread = Thread {
                        while !isOver.hasStopped {
                            confirm()
                            Thread.sleep(forTimeInterval: Self.interval / .seconds(1))
                        }
                        continuation.resume()
                    }
                    thread.start()
                }
            } onCancel: {
                isOver.stop()
            }
        } onGracefulShutdown: {
            isOver.stop()
        }
    }

    private func confirm() {
        let failure = confirm(agents)
        let hasChanged = readiness.confirm(failure == nil)
        metrics.set("smime_store_confirmed", failure == nil ? 1 : 0)
        guard hasChanged else { return }
        if let failure {
            logger.error("the store cannot be read", metadata: ["error": "\(failure)"])
        } else {
            logger.notice("the store is confirmed")
        }
    }

    /// Confirms the state of the store; if that fails, opens it again.
    private func confirm(_ agents: ServiceAgents) -> CertStoreError? {
        do throws(CertStoreError) {
            do throws(CertStoreError) { try agents.store.confirm() } catch {
                guard try agents.reopen() else { return error }
                logger.error(
                    "the store was opened again; what was signed before the next minute is refused",
                    metadata: ["error": "\(error)"])
            }
            return nil
        } catch {
            return error
        }
    }
}

/// Signals a thread to end.
private final class Ending: Sendable {
    private let value = Atomic(false)

    var hasStopped: Bool { value.load(ordering: .relaxed) }

    func stop() { value.store(true, ordering: .relaxed) }
}
