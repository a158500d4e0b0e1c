import CMS
import CertStore
import SMIMEBody

/// A store until its next change: its contents in memory, and what was prepared from them.
struct CurrentStore: Sendable {
    /// The state of the store that it was read at; nil if nothing is kept.
    let state: StoreState?
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

    /// Creates an empty state; keeps what is read and prepared unless `state` is nil.
    init(of store: CertStore, passphrase: SecretOctets?, given: GivenParties, asOf state: StoreState?) {
        let keeps = state != nil
        self.state = state
        snapshot = StoreSnapshot(of: store, passphrase: passphrase, given: given, keeps: keeps)
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
            keys: snapshot, certificates: snapshot, trusting: try snapshot.trustAnchors(), policy: policy)
    }
}
