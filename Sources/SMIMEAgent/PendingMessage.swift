public import CertStore
public import SIPMessage
public import SMIMEBody

/// A message that passed every check and the rules, and awaits the verdict of a ledger.
///
/// A service passes ``request`` to ``MessageStore/admit(_:)-([LedgerRequest])`` with those of other
/// messages, and completes this with the verdict once the record is durable. There is no other way to the
/// content, and the compiler refuses to complete a message twice.
public struct PendingMessage: ~Copyable, Sendable {
    /// The request to the ledger.
    public let request: LedgerRequest
    /// The report without what is known of the content.
    public let checkedReport: MessageReport
    /// The address of the sender if the message was both signed and enveloped, to be recorded with
    /// ``request``.
    public let protectedAddress: AddressURI?
    private let body: PendingBody
    private let incoming: IncomingMessage
    private let snapshot: StoreSnapshot

    init(
        _ body: consuming PendingBody, of incoming: IncomingMessage, in snapshot: StoreSnapshot,
        report: MessageReport
    ) {
        request = body.request
        protectedAddress = body.protectedAddress(in: incoming.message.message)
        self.body = body
        self.incoming = incoming
        self.snapshot = snapshot
        checkedReport = report
    }

    /// Returns whether the store still has the contents that the message was checked against.
    ///
    /// If not, a program checks the message again before it completes it: while the message waited, its
    /// signer may have been revoked.
    ///
    /// - Throws: `CertStoreError/stateNotConfirmed`, or with ``MessageStore/Freshness/eachMessage`` the error
    ///   of reading the state.
    public func isCurrent(in store: MessageStore) throws(CertStoreError) -> Bool {
        try store.current().snapshot === snapshot
    }

    /// Returns the message if the ledger has remembered it as new.
    ///
    /// - Throws: ``AgentRefusal`` with `SMIMEError/replayed`, `SMIMEError/superseded(isNotify:)` or
    ///   `SMIMEError/signedBeforeLedger(_:)`; it contains nothing of the content.
    public consuming func completed(with verdict: ReplayVerdict) throws(AgentRefusal) -> ReceivedMessage {
        let (incoming, snapshot) = (self.incoming, self.snapshot)
        var report = checkedReport
        do throws(OpeningRefusal) {
            return ReceivedMessage(try body.completed(with: verdict), of: incoming, report: report)
        } catch {
            let error = incoming.error(for: error, in: snapshot, report: &report)
            throw AgentRefusal(error: error, report: report)
        }
    }

    /// Returns the refusal of a message that the ledger could not remember; its content stays closed.
    public consuming func refused(by failure: CertStoreError) -> AgentRefusal {
        AgentRefusal(error: .store(failure), report: checkedReport)
    }
}
