import SMIMEBody

/// An error that a command can end with: a message and a hint.
protocol Worded: Error {
    var failure: CommandFailure { get }
}

extension Worded where Self: CustomStringConvertible {
    /// The failure that says what the description of the error says: the message or certificate is not acceptable.
    func refused(_ reason: ReasonCode? = nil, hint: String) -> CommandFailure {
        CommandFailure(.refused, reason: reason, description, hint: hint)
    }

    /// The same for what is wrong with a file, the store or a permission.
    func surroundings(hint: String) -> CommandFailure {
        CommandFailure(.surroundings, description, hint: hint)
    }

    /// The same for what is wrong with the command line.
    func usage(hint: String) -> CommandFailure { CommandFailure(.usage, description, hint: hint) }
}

extension CommandFailure: Worded {
    var failure: CommandFailure { self }
}

/// Does some work of a command, and puts what it throws into words.
func worded<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    do { return try work() } catch { throw worded(error) }
}

/// The words for an error.
func worded(_ error: any Error) -> CommandFailure {
    if let error = error as? any Worded { return error.failure }
    return CommandFailure(
        .surroundings, "an unforeseen failure: \(error)", hint: "report it to the project, please")
}
