import CertStore
import Foundation
import Logging
import SMIMEAgent
import ServiceLifecycle

/// Reads for the metrics how full the ledger is, and when certificates, trust anchors and CRLs expire.
struct StoreFigures: Service {
    /// The time between two readings of the ledger.
    static let interval = Duration.seconds(10)
    /// Certificates are read once in this many readings of the ledger, because that takes longer.
    static let certificatesAfter = 360

    /// Certificates that expire within this many seconds count: all of them.
    static let horizon = 100.0 * 365 * 86_400

    let agents: ServiceAgents
    let metrics: ServiceMetrics
    let logger: Logger

    func run() async throws {
        // A separate thread, because reading all certificates takes a while.
        let threads = WorkerThreads(count: 1, capacity: 1)
        var round = 0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let readsCertificates = round % Self.certificatesAfter == 0
            try? await threads.run { read(certificates: readsCertificates) }
            round += 1
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
        }
        await threads.stop()
    }

    private func read(certificates: Bool) {
        do throws(CertStoreError) {
            let ledger = try agents.store.ledgerCount()
            metrics.set("smime_ledger_entries", Double(ledger.count.entries))
            metrics.set("smime_ledger_capacity", Double(ledger.limits.capacity))
            guard certificates else { return }
            // A separate connection, because it is busy for a while.
            let store = try CertStore.open(
                agents.configuration.store, patience: PresenceService.readingPatience)
            let expiry = try store.expiry(at: agents.now, within: Self.horizon)
            set("certificate", expiry.firstCertificateEnd)
            set("trust_anchor", expiry.firstAnchorEnd)
            set("crl", expiry.firstListEnd)
        } catch {
            logger.debug("cannot read ledger size or expiry dates", metadata: ["error": "\(error)"])
        }
    }

    private func set(_ kind: String, _ end: Date?) {
        guard let end else { return }
        metrics.set("smime_days_left", end.timeIntervalSince(agents.now) / 86_400, [("first", kind)])
    }
}
