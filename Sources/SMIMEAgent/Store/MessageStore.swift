public import CMS
public import CertStore
import SMIMEBody

public import struct FoundationEssentials.Date

/// A store that provides agents with keys, certificates, trust anchors and the ledger.
///
/// These contents are kept in memory until the store changes:
/// - trust anchors and CRLs
/// - certificates
/// - unlocked private keys
/// - prepared signers and recipients
///
/// When a change by another process takes effect is a matter of ``Freshness``. Values may be used from any
/// thread, and copies share what is kept.
public struct MessageStore: Sendable {
    /// When agents learn that the store has changed.
    public enum Freshness: Sendable, Equatable {
        /// With each message: its agent reads the state of the store.
        ///
        /// With SQLite, a write to the ledger by another connection counts as a change too.
        case eachMessage
        /// With ``MessageStore/confirm()``, which a program calls again and again; messages read no state. A
        /// message is refused if the last confirmation is longer ago than this.
        case confirmed(within: Duration)
    }

    let store: CertStore
    /// The connection for the ledger.
    let ledger: CertStore
    private let passphrase: SecretOctets?
    private let given: GivenParties
    private let freshness: Freshness
    let limits: LedgerLimits
    private let clock: @Sendable () -> ContinuousClock.Instant
    private let kept = KeptStore()

    /// Wraps `store`, whose private keys `passphrase` decrypts; nil if they are not encrypted.
    ///
    /// - Parameters:
    ///   - store: the certificates, keys and trust anchors.
    ///   - ledger: another connection to the same store for the ledger, so that a record that becomes durable
    ///     is in no reader's way; nil for the same connection.
    ///   - passphrase: decrypts the private keys.
    ///   - given: parties that replace those of the store.
    ///   - freshness: when agents learn that the store has changed.
    ///   - limits: how much the ledger may hold.
    public init(
        _ store: CertStore, ledger: CertStore? = nil, passphrase: SecretOctets? = nil,
        given: GivenParties = GivenParties(), freshness: Freshness = .eachMessage,
        limits: LedgerLimits = LedgerLimits()
    ) {
        self.init(
            store, ledger: ledger, passphrase: passphrase, given: given, freshness: freshness,
            limits: limits, clock: { ContinuousClock.now })
    }

    /// Wraps `store` with a clock of its own, which also runs while the machine sleeps.
    init(
        _ store: CertStore, ledger: CertStore? = nil, passphrase: SecretOctets? = nil,
        given: GivenParties = GivenParties(), freshness: Freshness, limits: LedgerLimits = LedgerLimits(),
        clock: @escaping @Sendable () -> ContinuousClock.Instant
    ) {
        self.store = store
        self.ledger = ledger ?? store
        self.passphrase = passphrase
        self.given = given
        self.freshness = freshness
        self.limits = limits
        self.clock = clock
    }

    /// Returns the current state of the store.
    ///
    /// - Throws: `CertStoreError/stateNotConfirmed` if the last ``confirm()`` is too long ago, or there was
    ///   none; with ``Freshness/eachMessage`` the error of reading the state.
    func current() throws(CertStoreError) -> CurrentStore {
        switch freshness {
        case .confirmed(let duration):
            guard let current = kept.current(confirmedSince: clock() - duration) else {
                throw .stateNotConfirmed
            }
            return current
        case .eachMessage:
            // The first message keeps nothing, because a process with only one message would spend more on
            // keeping than on reading.
            if kept.isFirstMessage() { return current(asOf: nil) }
            // The state is read first, so that what is read after it is at least as new.
            let state = try store.state
            return kept.current(at: state) { current(asOf: state) }
        }
    }

    /// Reads the state and the clock of the store; if the store has changed, what was kept of it is
    /// replaced.
    ///
    /// With ``Freshness/confirmed(within:)`` a program calls this before the first message and then more
    /// often than that duration, from one thread. A write to the ledger, by whatever process, replaces
    /// nothing.
    ///
    /// - Throws: `CertStoreError/database(code:message:)` if the store cannot be read, has lost its count
    ///   of changes, or is no longer at its place; then the last confirmation counts as long as it does.
    @discardableResult
    public func confirm() throws(CertStoreError) -> StoreConfirmation {
        // The age of a state begins before it is read; its time is somewhere within the reading.
        let start = clock()
        let confirmation = try store.confirmation()
        let middle = start + (clock() - start) / 2
        kept.confirm(confirmation, since: start, readAt: middle) { current(asOf: confirmation.state) }
        return confirmation
    }

    /// Returns the time of the store's clock: that of the last ``confirm()``, and what has passed since then
    /// by a clock that is never set; the system clock if there was none.
    ///
    /// All programs that use one store so have one time, whatever the clocks of their machines.
    public func now() -> Date {
        guard let (date, instant) = kept.time else { return .now }
        return date.addingTimeInterval((clock() - instant) / .seconds(1))
    }

    private func current(asOf state: StoreState?) -> CurrentStore {
        CurrentStore(of: store, passphrase: passphrase, given: given, asOf: state)
    }
}
