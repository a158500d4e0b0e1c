import CMS
import CertStore
import SMIMEBody

/// What is kept of a store until its next change: what was read of it, and what was prepared from that.
struct CurrentStore: Sendable {
    /// What was read of it.
    let snapshot: StoreSnapshot
    /// The signers and recipients of messages.
    let parties = PreparedParties()
    /// One for each policy; not in the snapshot, which they read.
    private let openers = Kept<OpeningPolicy, Opener<CertStoreError>>(capacity: 16)

    init(snapshot: StoreSnapshot) { self.snapshot = snapshot }

    /// Returns the opener for a policy.
    ///
    /// - Throws: what the store throws.
    func opener(under policy: OpeningPolicy) throws(CertStoreError) -> Opener<CertStoreError> {
        try openers.value(of: policy) { () throws(CertStoreError) in
            Opener(
                keys: snapshot, certificates: snapshot, trusting: try snapshot.trustAnchors(), policy: policy,
                generation: UInt64(bitPattern: snapshot.changeCount))
        }
    }
}
