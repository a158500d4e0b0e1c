import CertStore
import FoundationEssentials
import Synchronization

/// The number of certificates of a bulk issue in the store, exact at any moment.
public final class FiledCount: Sendable {
    private let filed = Mutex(0)

    /// The current number.
    public var count: Int { filed.withLock { $0 } }

    /// Files those certificates of a batch whose orders no other process has filled meanwhile, and returns
    /// the number of addresses that are skipped because of that.
    func file(
        _ batch: IssuedBatch, stillUnfilledSince unfilled: UnfilledOrders, on terms: CertificateTerms,
        at instant: Date, into database: CertStore
    ) throws(CertStoreError) -> Int {
        try filed.withLock { (filed) throws(CertStoreError) in
            let result = try database.file(batch, stillUnfilledSince: unfilled, on: terms, at: instant)
            filed += result.certificates
            return result.skippedAddresses
        }
    }

    /// Waits for the batch that is being filed, and blocks later ones until `body` returns.
    public func whileNothingIsFiled(_ body: (Int) -> Void) { filed.withLock { body($0) } }
}
