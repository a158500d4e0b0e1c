import CertStore
import Synchronization

/// The number of certificates of a bulk issue in the store, exact at any moment.
public final class FiledCount: Sendable {
    private let filed = Mutex(0)

    /// The current number.
    public var count: Int { filed.withLock { $0 } }

    func file(_ batch: IssuedBatch, into database: CertStore) throws(CertStoreError) {
        try filed.withLock { (filed) throws(CertStoreError) in
            try database.file(batch)
            filed += batch.count
        }
    }

    /// Waits for the batch that is being filed, and blocks later ones until `body` returns.
    public func whileNothingIsFiled(_ body: (Int) -> Void) { filed.withLock { body($0) } }
}
