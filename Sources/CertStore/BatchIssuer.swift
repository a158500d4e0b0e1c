public import CMS
import Dispatch
import Synchronization

/// Makes keys and certificates in batches, one after the other, while its user files those that are made.
///
/// Where the next batch is always begun before the last one is filed, no processor waits: what the database does is one
/// thread's, and making the others'.
public final class BatchIssuer: Sendable {
    private let store: CertStore
    private let terms: CertificateTerms
    private let passphrase: SecretOctets?
    private let workers: Int
    private let queue = DispatchQueue(label: "BatchIssuer")

    /// Issues for `store`, whose keys are sealed under `passphrase` where it has one, on `workers` threads at once.
    public init(
        for store: CertStore, on terms: CertificateTerms, passphrase: SecretOctets? = nil,
        workers: Int = CertStore.processors
    ) {
        self.store = store
        self.terms = terms
        self.passphrase = passphrase
        self.workers = workers
    }

    /// Begins a batch, to be made behind those that were begun before.
    ///
    /// - Throws: ``CertStoreError/noURI(subject:)`` for an order without one, or as
    ///   ``CertStore/issue(_:on:passphrase:workers:)`` where the passphrase is wrong.
    public func begin(_ orders: [CertificateOrder]) throws(CertStoreError) -> BegunBatch {
        guard orders.allSatisfy({ !$0.uris.isEmpty }) else { throw .noURI(subject: "") }
        let (seal, found) = try store.sealForNewKeys(passphrase: passphrase)
        let begun = BegunBatch(seal: seal, found: found)
        queue.async(group: begun.group) { [terms, workers] in
            begun.made.withLock {
                $0 = Result { () throws(CertStoreError) in
                    IssuedBatch(
                        issued: try KeyedIssue.all(orders, on: terms, under: seal, workers: workers),
                        seal: seal, found: found)
                }
            }
        }
        return begun
    }
}

/// A batch that is being made.
public final class BegunBatch: Sendable {
    fileprivate let group = DispatchGroup()
    fileprivate let made: Mutex<Result<IssuedBatch, CertStoreError>>

    /// Empty until something is made.
    fileprivate init(seal: KeySeal, found: KeyProtection) {
        made = Mutex(.success(IssuedBatch(issued: [], seal: seal, found: found)))
    }

    /// The batch, when it is made.
    ///
    /// - Throws: ``CertStoreError/cryptography(_:)`` if one of its certificates cannot be issued.
    public func finished() throws(CertStoreError) -> IssuedBatch {
        group.wait()
        return try made.withLock { $0 }.get()
    }
}

/// Certificates that were made and are to be filed together.
public struct IssuedBatch: Sendable {
    let issued: [KeyedIssue]
    let seal: KeySeal
    let found: KeyProtection

    /// How many certificates there are.
    public var count: Int { issued.count }
}
