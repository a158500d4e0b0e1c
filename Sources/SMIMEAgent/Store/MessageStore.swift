public import CMS
public import CertStore
public import SMIMEBody
import Synchronization

public import struct FoundationEssentials.Date

/// A store as the source of keys, certificates and trust anchors, and as the ledger, of agents.
///
/// What was read of the store is kept in memory until the store changes: trust anchors and CRLs, certificates, unlocked private
/// keys, and prepared signers and recipients. A change by another process counts from the next message on. Values may be used
/// from any thread; copies keep together.
public struct MessageStore: Sendable {
    let store: CertStore
    private let passphrase: SecretOctets?
    private let kept = KeptStore()

    /// Wraps `store`, whose private keys `passphrase` decrypts; nil if they are not encrypted.
    public init(_ store: CertStore, passphrase: SecretOctets? = nil) {
        self.store = store
        self.passphrase = passphrase
    }

    /// Returns what is known of the store as it is now.
    ///
    /// The first message keeps nothing: a process that has only one would spend more on keeping than on reading.
    func current() throws(CertStoreError) -> CurrentStore {
        if kept.isFirstMessage() { return CurrentStore(of: store, passphrase: passphrase, asOf: nil) }
        // The number comes first: what is read after it is at least as new.
        let changeCount = try store.changeCount
        return kept.store.withLock { kept in
            if let kept, kept.changeCount == changeCount { return kept }
            let current = CurrentStore(of: store, passphrase: passphrase, asOf: changeCount)
            kept = current
            return current
        }
    }
}

/// What copies of one ``MessageStore`` keep together.
private final class KeptStore: Sendable {
    private let isFirst = Mutex(true)
    let store = Mutex<CurrentStore?>(nil)

    /// Whether it was never asked before.
    func isFirstMessage() -> Bool {
        isFirst.withLock { isFirst in
            defer { isFirst = false }
            return isFirst
        }
    }
}

extension MessageStore: ReplayLedger {
    /// Remembers an accepted body in the store's ledger, unless it may have been accepted before.
    public func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> ReplayVerdict {
        let states = record.states.map {
            LedgerEntry.State(
                subject: $0.subject, number: $0.number, decimals: $0.decimals, content: $0.content)
        }
        let entry = LedgerEntry(digests: record.digests, signed: record.signed, states: states)
        return switch try store.admit(entry, at: instant, rememberingFor: seconds) {
        case .fresh: .fresh
        case .replayed: .replayed
        case .superseded: .superseded
        case .beforeLedger: .beforeLedger
        }
    }
}
