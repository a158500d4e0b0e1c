public import CMS
import Dispatch

/// Makes keys and certificates in batches, one after the other, while its user files those that are made.
///
/// Where the next batch is always begun before the last one is filed, no processor waits: what the database does is one
/// thread's, and making the others'. Whoever finds nothing left to make of one batch goes on with the next one.
public final class BatchIssuer: Sendable {
    private let store: CertStore
    private let terms: CertificateTerms
    private let passphrase: SecretOctets?
    private let workers: [DispatchQueue]

    /// Issues for `store`, whose keys are sealed under `passphrase` where it has one, on `workers` threads at once.
    public init(
        for store: CertStore, on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors
    ) {
        self.store = store
        self.terms = terms
        self.passphrase = passphrase
        // A little behind the thread that files, which is alone with what is left at the end where it falls back.
        self.workers = (0..<max(1, workers)).map {
            DispatchQueue(label: "BatchIssuer \($0)", qos: .utility)
        }
    }

    /// Begins a batch, to be made behind those that were begun before.
    ///
    /// - Throws: ``CertStoreError/noURI(subject:)`` for an order without one, or as
    ///   ``CertStore/issue(_:on:passphrase:workers:)`` where the passphrase is wrong.
    public func begin(_ orders: [CertificateOrder]) throws(CertStoreError) -> BegunBatch {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        let (seal, found) = try store.sealForNewKeys(passphrase: passphrase)
        let begun = BegunBatch(
            orders, on: terms, under: seal, found: found, by: workers.map { BatchShare(queue: $0) })
        begun.begin()
        return begun
    }
}
