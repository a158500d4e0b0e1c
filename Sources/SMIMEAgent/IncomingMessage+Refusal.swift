import CMS
import CertStore
import SMIMEBody

// What the refusal of a body means for its message, and what the report says of it.

extension IncomingMessage {
    /// Puts what was found of the body into the report, and returns the error of an agent.
    func error(
        for error: OpeningError<CertStoreError>, in store: StoreSnapshot, report: inout MessageReport
    ) -> AgentError {
        switch error {
        case .refused(let refusal): return self.error(for: refusal, in: store, report: &report)
        case .source(let failure, let layers):
            report.layers = layers.map { ReportedLayer($0) }
            return .store(failure)
        }
    }

    /// Puts what was found of the body into the report, and returns the error of an agent.
    func error(
        for error: AdmissionError<AgentError, Never, CertStoreError>, in store: StoreSnapshot,
        report: inout MessageReport
    ) -> AgentError {
        switch error {
        case .policy(let error): return error
        case .body(let refusal): return self.error(for: refusal, in: store, report: &report)
        case .source(let failure, let layers):
            report.layers = layers.map { ReportedLayer($0) }
            return .store(failure)
        }
    }

    /// Puts a refusal into the report, and returns it as the error of an agent.
    func error(
        for refusal: OpeningRefusal, in store: StoreSnapshot, report: inout MessageReport
    ) -> AgentError {
        report.describe(refusal)
        // A caller that named the signer, or has no message, knows that the sender differs.
        if refusal.failsRegardlessOfSender, options.sender == nil, message.message != nil {
            return .notSenderAndMore(refusal.reason)
        }
        if let error = gate.error(for: refusal.reason) { return error }
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
