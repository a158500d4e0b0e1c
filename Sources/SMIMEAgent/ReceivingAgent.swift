import CMS
import CertStore
import SIPMessage
import SMIMEBody

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
        var report = incoming.report
        do throws(AgentError) {
            let opened = try open(incoming, inTurn: inTurn, report: &report)
            return ReceivedMessage(opened, of: incoming, report: report)
        } catch {
            throw AgentRefusal(error: error, report: report)
        }
    }

    private func open(
        _ incoming: IncomingMessage, inTurn: @Sendable () -> Void, report: inout MessageReport
    ) throws(AgentError) -> OpenedBody {
        let (options, context) = (incoming.options, incoming.context)
        let current = try reading(store.current)
        let opener = try reading { () throws(CertStoreError) in try current.opener(under: options.policy) }
        let checked: CheckedBody
        do throws(OpeningError<CertStoreError>) {
            checked = try opener.check(incoming.body, in: context, once: options.once)
        } catch {
            switch error {
            case .refused(let refusal):
                throw self.error(for: refusal, of: incoming, in: current.snapshot, report: &report)
            case .source(let failure, let layers):
                report.layers = layers.map { ReportedLayer($0) }
                throw .store(failure)
            }
        }
        report.layers = checked.layers.map { ReportedLayer($0) }
        if options.once { inTurn() }
        do throws(AdmissionError<AgentError, CertStoreError, CertStoreError>) {
            return try opener.admit(
                checked,
                by: { (checked) throws(AgentError) in try incoming.gate?.judge(checked, report: &report) },
                recordingIn: options.once ? store : nil, at: context.instant)
        } catch {
            switch error {
            case .policy(let error): throw error
            case .ledger(let error): throw .store(error)
            case .body(let refusal):
                throw self.error(for: refusal, of: incoming, in: current.snapshot, report: &report)
            case .source(let failure, let layers):
                report.layers = layers.map { ReportedLayer($0) }
                throw .store(failure)
            }
        }
    }

    /// Puts a refusal into the report, and returns it as the error of an agent.
    private func error(
        for refusal: OpeningRefusal, of incoming: IncomingMessage, in store: StoreSnapshot,
        report: inout MessageReport
    ) -> AgentError {
        report.describe(refusal)
        // A caller that named the signer, or has no message, knows that the sender differs.
        if refusal.failsRegardlessOfSender, incoming.options.sender == nil, incoming.message.message != nil {
            return .notSenderAndMore(refusal.reason)
        }
        if let error = incoming.gate.error(for: refusal.reason) { return error }
        guard case .notForUs(let recipients) = refusal.reason else { return .body(refusal.reason) }
        // Other recipients are named if the store knows them.
        return .notForUs(
            recipients: recipients.map {
                (try? store.certificates(matching: $0))?.first?.title ?? $0.description
            })
    }
}

extension MessageReport {
    fileprivate mutating func describe(_ refusal: OpeningRefusal) {
        layers = refusal.layers.map { ReportedLayer($0) }
        if case .headerTampered(let headers) = refusal.reason {
            self.headers = headers.map { ReportedHeader($0) }
        }
    }
}
