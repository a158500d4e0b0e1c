package import SMIMEBody

/// An error that a command can end with: a message and a hint.
package protocol CommandFailureConvertible: Error {
    var failure: CommandFailure { get }
}

extension CommandFailureConvertible where Self: CustomStringConvertible {
    /// The failure with the description of this error: the message or certificate is not acceptable.
    package func refused(_ reason: ReasonCode? = nil, hint: String) -> CommandFailure {
        CommandFailure(.refused, reason: reason, description, hint: hint)
    }

    /// The same for a fault of a file, the store or a permission.
    package func environment(hint: String) -> CommandFailure {
        CommandFailure(.environment, description, hint: hint)
    }

    /// The same for a fault of the command line.
    package func usage(hint: String) -> CommandFailure { CommandFailure(.usage, description, hint: hint) }
}

extension CommandFailure: CommandFailureConvertible {
    package var failure: CommandFailure { self }
}

/// Runs part of a command, and converts any error into a failure with message and hint.
package func describingErrors<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    do { return try work() } catch { throw commandFailure(for: error) }
}

/// Returns the failure for an error.
public func commandFailure(for error: any Error) -> CommandFailure {
    if let error = error as? any CommandFailureConvertible { return error.failure }
    return CommandFailure(
        .environment, "unexpected error: \(error)", hint: "report it to the project")
}
