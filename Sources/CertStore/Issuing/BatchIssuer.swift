public import CMS
import Dispatch

/// Issues keys and certificates in batches, one after the other, while the caller files finished ones.
///
/// If the next batch is always begun before the last one is filed, no processor idles: one thread
/// does the work of the database, the others issue. A worker that finds nothing left of one batch
/// continues with the next one.
public final class BatchIssuer: Sendable {
    private let store: CertStore
    private let terms: CertificateTerms
    private let passphrase: SecretOctets?
    private let workers: [DispatchQueue]

    /// Issues for `store`, whose keys are sealed under `passphrase` if it has one,
    /// on `workers` threads at once.
    public init(
        for store: CertStore, on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors
    ) {
        self.store = store
        self.terms = terms
        self.passphrase = passphrase
        // At lower priority than the thread that files, which is the bottleneck at the end.
        self.workers = (0..<max(1, workers)).map {
            DispatchQueue(label: "BatchIssuer \($0)", qos: .utility)
        }
    }

    /// Begins a batch, after the batches that were begun before.
    ///
    /// - Throws: ``CertStoreError/noURI(subject:)`` for an order without one, or as
    ///   ``CertStore/issue(_:on:passphrase:workers:)`` if the passphrase is wrong.
    public func begin(_ orders: [CertificateOrder]) throws(CertStoreError) -> PendingBatch {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        let (seal, found) = try store.sealForNewKeys(passphrase: passphrase)
        let begun = PendingBatch(
            orders, on: terms, under: seal, found: found, by: workers.map { BatchShare(queue: $0) })
        begun.begin()
        return begun
    }
}
