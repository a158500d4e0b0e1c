public import FoundationEssentials

/// Why a checked body was not admitted: each error as the one who was asked threw it.
public enum AdmissionError<PolicyRefusal: Error, LedgerFailure: Error>: Error {
    /// The policy refuses it; the ledger was not asked.
    case policy(PolicyRefusal)
    /// The ledger failed, so that nothing is known and nothing is admitted.
    case ledger(LedgerFailure)
    /// It was checked again and did not pass, or the ledger says that it was accepted before.
    case body(OpeningRefusal)

    /// The same error if a ledger may also fail.
    init(_ error: AdmissionError<PolicyRefusal, Never>) {
        switch error {
        case .policy(let refusal): self = .policy(refusal)
        case .body(let refusal): self = .body(refusal)
        }
    }
}

extension AdmissionError: CustomStringConvertible, LocalizedError {
    /// The sentence of the error inside.
    public var description: String {
        switch self {
        case .policy(let refusal): "\(refusal)"
        case .ledger(let failure): "\(failure)"
        case .body(let refusal): refusal.description
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
