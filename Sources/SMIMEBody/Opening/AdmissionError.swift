public import FoundationEssentials

/// Why a checked body was not admitted; errors of policy, ledger and sources are passed on unchanged.
public enum AdmissionError<PolicyRefusal: Error, LedgerFailure: Error, SourceFailure: Error>: Error {
    /// The policy refuses it; the ledger was not asked.
    case policy(PolicyRefusal)
    /// The ledger failed, so that the body is not admitted.
    case ledger(LedgerFailure)
    /// The body was checked again and did not pass, or the ledger says that it was accepted before.
    case body(OpeningRefusal)
    /// It was checked again, and keys or certificates could not be read; the layers read until then.
    case source(SourceFailure, layers: [Layer])

    init(_ error: OpeningError<SourceFailure>) {
        switch error {
        case .refused(let refusal): self = .body(refusal)
        case .source(let failure, let layers): self = .source(failure, layers: layers)
        }
    }

    /// The same error if a ledger may also fail.
    init(_ error: AdmissionError<PolicyRefusal, Never, SourceFailure>) {
        switch error {
        case .policy(let refusal): self = .policy(refusal)
        case .body(let refusal): self = .body(refusal)
        case .source(let failure, let layers): self = .source(failure, layers: layers)
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
        case .source(let failure, _): "\(failure)"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
