import CertStore
import Logging
import Synchronization

/// Logs that the ledger fails, and that it works again, once each.
final class FailureLog: Sendable {
    private let logger: Logger
    private let isFailing = Mutex(false)

    init(logger: Logger) { self.logger = logger }

    /// Notes the error of a commit; nil after one that succeeded.
    func note(_ error: CertStoreError?) {
        let hasChanged = isFailing.withLock { isFailing in
            defer { isFailing = error != nil }
            return isFailing != (error != nil)
        }
        guard hasChanged else { return }
        if let error {
            logger.error("cannot write to the ledger", metadata: ["error": "\(error)"])
        } else {
            logger.notice("the ledger can be written again")
        }
    }
}
