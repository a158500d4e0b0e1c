/// An error that ErrorWords.swift has words for.
protocol Worded: Error {
    var failure: CommandFailure { get }
}

extension CommandFailure: Worded {
    var failure: CommandFailure { self }
}

/// Does some work of a command, and puts what it throws into words.
func worded<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    do {
        return try work()
    } catch let error as any Worded {
        throw error.failure
    } catch {
        throw CommandFailure(
            .surroundings, "an unforeseen failure: \(error)", hint: "report it to the project, please")
    }
}
