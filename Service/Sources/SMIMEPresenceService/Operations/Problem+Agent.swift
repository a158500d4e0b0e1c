import CertStore
import SMIMEAgent
import SMIMEBody

extension Problem {
    /// Creates the answer to a message that an agent refused, with its report.
    init(_ refusal: AgentRefusal, isReceiving: Bool) {
        self.init(refusal.error, isReceiving: isReceiving)
        if refusal.error.code != nil { report = { refusal.refusedReport(hint: "") } }
    }

    init(_ error: AgentError, isReceiving: Bool) {
        if let code = error.code {
            self = .refused(code, error.description, sipStatus: isReceiving ? error.sipStatus : nil)
        } else if case .store(let error) = error {
            self.init(error)
        } else {
            self = .invalid(error.description)
        }
    }

    /// Creates the answer if the store cannot be read or written; it does not contain the store's message,
    /// which can name files.
    init(_ error: CertStoreError) {
        if case .ledgerFull = error {
            self = .unavailable(.ledgerFull, "the ledger is full", after: 60)
        } else if case .ledgerShareFull = error {
            // The same answer as for a full ledger, although only this signer is refused.
            self = .unavailable(.ledgerFull, "the ledger is full", after: 60)
        } else if case .protectedAddressesFull = error {
            self = .unavailable(.ledgerFull, "there are too many addresses with protected messages")
        } else if case .stateNotConfirmed = error {
            self = .unavailable(.store, "the state of the store is not confirmed")
        } else {
            self = .unavailable(.store, "the store cannot be read or written")
        }
    }

    init(_ error: InputError) {
        switch error {
        case .message(let error): self.init(AgentError.message(error), isReceiving: true)
        case .entity(let error): self.init(AgentError.body(error), isReceiving: true)
        case .notAMediaType: self = .invalid(error.description)
        case .empty, .bareCMS, .notAMessage, .foreign:
            self = .refused(.malformed, error.description, sipStatus: 400)
        }
    }
}
