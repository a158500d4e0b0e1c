public import FoundationEssentials

/// Why a body was not opened.
public enum OpeningError<SourceFailure: Error>: Error {
    /// It did not pass the checks.
    case refused(OpeningRefusal)
    /// Keys or certificates could not be read, which says nothing about the body: the error of the source,
    /// unchanged, and the layers read until then.
    case source(SourceFailure, layers: [Layer])
}

extension OpeningError: CustomStringConvertible, LocalizedError {
    /// The sentence of the error inside.
    public var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .source(let failure, _): "\(failure)"
        }
    }

    /// The same sentence, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
