import CMS
import Dispatch
import Synchronization

/// A batch of orders that workers are issuing.
public final class PendingBatch: Sendable {
    private let orders: [CertificateOrder]
    private let terms: CertificateTerms
    private let seal: KeySeal
    private let found: KeyProtection
    /// The first order that no worker has taken.
    private let next = Atomic(0)
    private let shares: [BatchShare]
    private let group = DispatchGroup()

    /// - Parameters:
    ///   - seal: the seal of the keys.
    ///   - found: the protection that the store had then.
    ///   - shares: one for each worker.
    init(
        _ orders: [CertificateOrder], on terms: CertificateTerms, under seal: KeySeal, found: KeyProtection,
        by shares: [BatchShare]
    ) {
        self.orders = orders
        self.terms = terms
        self.seal = seal
        self.found = found
        self.shares = shares
    }

    /// Starts each worker on its share, after its earlier work.
    func begin() {
        for share in shares { share.queue?.async(group: group) { self.make(share) } }
    }

    /// Issues the batch on as many threads as there are shares, including this one.
    func make() {
        DispatchQueue.concurrentPerform(iterations: shares.count) { make(shares[$0]) }
    }

    /// Issues the next free order until none is left, so that all workers end together whatever their load.
    private func make(_ share: BatchShare) {
        share.fill { () throws(CertStoreError) in
            var made: [(Int, KeyedIssue)] = []
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < orders.count else { return made }
                made.append((index, try KeyedIssue(orders[index], on: terms, under: seal)))
            }
        }
    }

    /// Returns the finished batch.
    ///
    /// - Throws: ``CertStoreError/cryptography(_:)`` if one of its certificates cannot be issued.
    public func finished() throws(CertStoreError) -> IssuedBatch {
        group.wait()
        return try IssuedBatch(
            shares, by: terms.authority.certificate.facts.subjectDER, seal: seal, found: found)
    }
}
