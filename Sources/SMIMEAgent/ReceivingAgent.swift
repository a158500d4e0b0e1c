import CertStore
import SMIMEBody

public import struct FoundationEssentials.Date

/// Opens messages with the keys, certificates and trust anchors of a store (RFC 8551 §1.2).
///
/// It prints nothing, accesses only the store's files, and is safe to use from many threads.
public struct ReceivingAgent: Sendable {
    private let store: MessageStore

    /// Creates an agent that opens with the contents of `store`.
    public init(store: MessageStore) { self.store = store }

    /// Opens an incoming message: decrypts, verifies, makes every check, asks the
    /// rules and finally the ledger.
    ///
    /// - Throws: ``AgentRefusal`` with the first reason found; it contains nothing of the content.
    public func open(_ incoming: IncomingMessage) throws(AgentRefusal) -> ReceivedMessage {
        try open(incoming, inTurn: {})
    }

    /// Opens an incoming message as ``open(_:)`` does; calls `inTurn` before it asks the ledger.
    ///
    /// So several threads can open messages, and the ledger admits them in the order of the caller.
    ///
    /// - Throws: as ``open(_:)``.
    package func open(
        _ incoming: IncomingMessage, inTurn: @Sendable () -> Void
    ) throws(AgentRefusal) -> ReceivedMessage {
        guard incoming.options.once else { return try openRepeatedly(incoming) }
        let pending = try check(incoming, at: incoming.context.instant)
        inTurn()
        let request = pending.request
        let verdict: ReplayVerdict
        do throws(CertStoreError) {
            verdict = try store.admit(
                request.record, at: request.instant, rememberingFor: request.seconds)
        } catch {
            throw pending.refused(by: error)
        }
        return try pending.completed(with: verdict)
    }

    /// Makes every check of an incoming message and asks the rules; the verdict of the ledger is left to the
    /// caller, who may ask for many messages at once.
    ///
    /// The message is checked for a ledger, whatever ``ReceivingOptions/once`` says.
    ///
    /// - Parameters:
    ///   - incoming: the message.
    ///   - instant: now, for the checks and the ledger.
    /// - Throws: ``AgentRefusal`` with the first reason found; it contains nothing of the content.
    public func check(
        _ incoming: IncomingMessage, at instant: Date
    ) throws(AgentRefusal) -> PendingMessage {
        var incoming = incoming
        incoming.context.instant = instant
        let checking = try Checking(incoming, in: store, once: true)
        return try checking.pending()
    }

    /// Opens a message that no ledger is asked about.
    private func openRepeatedly(_ incoming: IncomingMessage) throws(AgentRefusal) -> ReceivedMessage {
        let checking = try Checking(incoming, in: store, once: false)
        return try checking.opened()
    }
}

/// A message whose body has passed every check, with the opener that checked it.
private struct Checking: ~Copyable {
    private let incoming: IncomingMessage
    private let current: CurrentStore
    private let opener: Opener<CertStoreError>
    private let checked: CheckedBody
    private let found: MessageReport

    /// Checks the body of a message.
    init(_ incoming: IncomingMessage, in store: MessageStore, once: Bool) throws(AgentRefusal) {
        var report = incoming.report
        let (current, opener): (CurrentStore, Opener<CertStoreError>)
        do throws(CertStoreError) {
            current = try store.current()
            opener = try current.opener(under: incoming.options.policy)
        } catch {
            throw AgentRefusal(error: .store(error), report: report)
        }
        do throws(OpeningError<CertStoreError>) {
            checked = try opener.check(incoming.body, in: incoming.context, once: once)
        } catch {
            let error = incoming.error(for: error, in: current.snapshot, report: &report)
            throw AgentRefusal(error: error, report: report)
        }
        report.layers = checked.layers.map { ReportedLayer($0) }
        (self.incoming, self.current, self.opener, found) = (incoming, current, opener, report)
    }

    consuming func pending() throws(AgentRefusal) -> PendingMessage {
        let (incoming, current, opener) = (self.incoming, self.current, self.opener)
        var report = found
        let body: PendingBody
        do throws(AdmissionError<AgentError, Never, CertStoreError>) {
            body = try opener.pending(
                checked,
                by: { (checked) throws(AgentError) in try incoming.gate?.judge(checked, report: &report) },
                at: incoming.context.instant)
        } catch {
            let error = incoming.error(for: error, in: current.snapshot, report: &report)
            throw AgentRefusal(error: error, report: report)
        }
        return PendingMessage(body, of: incoming, in: current.snapshot, report: report)
    }

    consuming func opened() throws(AgentRefusal) -> ReceivedMessage {
        let (incoming, current, opener) = (self.incoming, self.current, self.opener)
        var report = found
        do throws(AdmissionError<AgentError, Never, CertStoreError>) {
            let opened = try opener.admit(
                checked,
                by: { (checked) throws(AgentError) in try incoming.gate?.judge(checked, report: &report) },
                at: incoming.context.instant)
            return ReceivedMessage(opened, of: incoming, report: report)
        } catch {
            let error = incoming.error(for: error, in: current.snapshot, report: &report)
            throw AgentRefusal(error: error, report: report)
        }
    }
}
