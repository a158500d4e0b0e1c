import Dispatch
import Synchronization

/// A batch of orders that is being made by whoever works on it.
public final class BegunBatch: Sendable {
    private let orders: [CertificateOrder]
    private let terms: CertificateTerms
    private let seal: KeySeal
    private let found: KeyProtection
    /// The first order that nobody has taken.
    private let next = Atomic(0)
    private let shares: [BatchShare]
    private let group = DispatchGroup()

    /// - Parameters:
    ///   - seal: what keys are sealed with.
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

    /// Has each worker make its share, behind what it has to do already.
    func begin() {
        for share in shares { share.queue?.async(group: group) { self.make(share) } }
    }

    /// Has it made by as many threads as there are shares, this one among them.
    func make() {
        DispatchQueue.concurrentPerform(iterations: shares.count) { make(shares[$0]) }
    }

    /// Makes the next certificate that nobody else makes, until none is left, so that all workers end together whatever
    /// else the processors do.
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

    /// The batch, when it is made.
    ///
    /// - Throws: ``CertStoreError/cryptography(_:)`` if one of its certificates cannot be issued.
    public func finished() throws(CertStoreError) -> IssuedBatch {
        group.wait()
        return try IssuedBatch(shares, seal: seal, found: found)
    }
}
