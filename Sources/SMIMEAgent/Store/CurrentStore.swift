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
    /// One for each policy; not in the snapshot, which they read. Nil if none are kept.
    private let openers: Kept<OpeningPolicy, Opener<CertStoreError>>?

    /// Begins anew; keeps what is read and prepared unless `changeCount` is nil.
    init(of store: CertStore, passphrase: SecretOctets?, asOf changeCount: Int64?) {
        let keeps = changeCount != nil
        self.changeCount = changeCount
        snapshot = StoreSnapshot(of: store, passphrase: passphrase, keeps: keeps)
        parties = PreparedParties(keeps: keeps)
        openers = keeps ? Kept(capacity: 16) : nil
    }

    /// Returns the opener for a policy.
    ///
    /// - Throws: what the store throws.
    func opener(under policy: OpeningPolicy) throws(CertStoreError) -> Opener<CertStoreError> {
        guard let openers else { return try newOpener(under: policy) }
        return try openers.value(of: policy) { () throws(CertStoreError) in try newOpener(under: policy) }
    }

    private func newOpener(under policy: OpeningPolicy) throws(CertStoreError) -> Opener<CertStoreError> {
        Opener(
            keys: snapshot, certificates: snapshot, trusting: try snapshot.trustAnchors(), policy: policy,
            generation: UInt64(bitPattern: changeCount ?? 0))
    }
}
