import CMS
import CertStore
import SMIMEBody

/// A store until its next change: its contents in memory, and what was prepared from them.
struct CurrentStore: Sendable {
    /// The change count of the store at which it was read; nil if nothing is kept.
    let changeCount: Int64?
    /// The contents read so far.
    let snapshot: StoreSnapshot
    /// The signers and recipients of messages.
    let parties: PreparedParties
    /// The openers, outside the snapshot that they read; nil if none are kept.
    private let openers: Openers?

    /// One opener for each policy.
    private final class Openers: Sendable {
        let kept = Kept<OpeningPolicy, Opener<CertStoreError>>(capacity: 16)
    }

    /// Creates an empty state; keeps what is read and prepared unless `changeCount` is nil.
    init(of store: CertStore, passphrase: SecretOctets?, asOf changeCount: Int64?) {
        let keeps = changeCount != nil
        self.changeCount = changeCount
        snapshot = StoreSnapshot(of: store, passphrase: passphrase, keeps: keeps)
        parties = PreparedParties(keeps: keeps)
        openers = keeps ? Openers() : nil
    }

    /// Returns the opener for a policy.
    ///
    /// - Throws: the error of the store.
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
