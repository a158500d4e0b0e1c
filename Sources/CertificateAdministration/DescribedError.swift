public import FoundationEssentials

/// An error of this library whose description is also Foundation's `localizedDescription`.
public protocol DescribedError: LocalizedError, CustomStringConvertible, Sendable {}

extension DescribedError {
    /// The description, for `localizedDescription` of Foundation.
    public var errorDescription: String? { description }
}
