import CertStore
import Foundation
import Logging
import SMIMEAgent
import ServiceLifecycle

/// Confirms the state of the store several times a second, so a change takes effect within a second.
///
/// The first confirmation after a revocation, a new certificate or a new key reads it, whichever process
/// wrote it. While the store cannot be read, messages are answered 503: a confirmation counts for a second,
/// so there are several within one even if the store notifies of each change.
struct Freshness: Service {
    /// The time between two confirmations with notifications: each change empties the caches.
    static let minimumInterval = Duration.milliseconds(50)

    let agents: ServiceAgents
    let readiness: Readiness
    let logger: Logger
    let metrics: ServiceMetrics
    let signal: ChangeSignal
    /// The time between two confirmations without a notification.
    var interval = Duration.milliseconds(200)

    func run() async throws {
        // A separate thread, so that the load of other tasks does not delay it.
        let thread = Thread {
            while !signal.isOver {
                let start = ContinuousClock.now
                confirm()
                signal.wait(for: interval)
                let rest = Self.minimumInterval - (.now - start)
                if rest > .zero { Thread.sleep(forTimeInterval: rest / .seconds(1)) }
            }
        }
        thread.start()
        // The thread may wait for a database that does not answer; the service ends without it.
        defer { signal.end() }
        try? await gracefulShutdown()
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
