import CMS
import CertStore
import SMIMEBody

/// A store until its next change: what was read of it, and what was prepared from that.
struct CurrentStore: Sendable {
    /// The number of changes of the store after which it was read; nil if nothing is kept.
    let changeCount: Int64?
    /// What was read of it.
    let snapshot: StoreSnapshot
    /// The signers and recipients of messages.
    let parties: PreparedParties
    /// The openers, outside the snapshot, which they read; nil if none are kept.
    private let openers: Openers?

    /// One opener for each policy.
    private final class Openers: Sendable {
        let kept = Kept<OpeningPolicy, Opener<CertStoreError>>(capacity: 16)
    }

    /// Begins anew; keeps what is read and prepared unless `changeCount` is nil.
    init(of store: CertStore, passphrase: SecretOctets?, asOf changeCount: Int64?) {
        let keeps = changeCount != nil
        self.changeCount = changeCount
        snapshot = StoreSnapshot(of: store, passphrase: passphrase, keeps: keeps)
        parties = PreparedParties(keeps: keeps)
        openers = keeps ? Openers() : nil
    }

    /// Returns the opener for a policy.
    ///
    /// - Throws: what the store throws.
    func opener(under policy: OpeningPolicy) throws(CertStoreError) -> Opener<CertStoreError> {
        guard let openers else { return try newOpener(under: policy) }
        return try openers.kept.value(of: policy) { () throws(CertStoreError) in try newOpener(under: policy)
        }
    }

    private func newOpener(under policy: OpeningPolicy) throws(CertStoreError) -> Opener<CertStoreError> {
        Opener(
            keys: snapshot, certificates: snapshot, trusting: try snapshot.trustAnchors(), policy: policy,
            generation: UInt64(bitPattern: changeCount ?? 0))
    }
}
