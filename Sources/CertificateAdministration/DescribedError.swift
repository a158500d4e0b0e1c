public import FoundationEssentials

/// An error of this room, whose description is Foundation's `localizedDescription` as well.
public protocol DescribedError: LocalizedError, CustomStringConvertible, Sendable {}

extension DescribedError {
    /// The description, as `localizedDescription` of Foundation shows it.
    public var errorDescription: String? { description }
}
