public import CMS
public import CertStore
public import SMIMEBody
import Synchronization

public import struct FoundationEssentials.Date

/// A store that provides agents with keys, certificates, trust anchors and the ledger.
///
/// These contents are kept in memory until the store changes:
/// - trust anchors and CRLs
/// - certificates
/// - unlocked private keys
/// - prepared signers and recipients
///
/// A change by another process takes effect with the next message. Values may be used from any thread,
/// and copies share what is kept.
public struct MessageStore: Sendable {
    let store: CertStore
    private let passphrase: SecretOctets?
    private let given: GivenParties
    private let kept = KeptStore()

    /// Wraps `store`, whose private keys `passphrase` decrypts; nil if they are not encrypted.
    ///
    /// The `given` parties replace those of the store.
    public init(_ store: CertStore, passphrase: SecretOctets? = nil, given: GivenParties = GivenParties()) {
        self.store = store
        self.passphrase = passphrase
        self.given = given
    }

    /// Returns the current state of the store.
    ///
    /// The first message keeps nothing, because a process with only one message would spend
    /// more on keeping than on reading.
    func current() throws(CertStoreError) -> CurrentStore {
        if kept.isFirstMessage() { return current(asOf: nil) }
        // The state is read first, so that what is read after it is at least as new.
        let state = try store.state
        return kept.store.withLock { kept in
            if let kept, kept.state == state { return kept }
            let current = current(asOf: state)
            kept = current
            return current
        }
    }

    private func current(asOf state: StoreState?) -> CurrentStore {
        CurrentStore(of: store, passphrase: passphrase, given: given, asOf: state)
    }
}

/// The state that copies of one ``MessageStore`` share.
private final class KeptStore: Sendable {
    private let isFirst = Mutex(true)
    let store = Mutex<CurrentStore?>(nil)

    /// Returns whether this is the first call.
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
