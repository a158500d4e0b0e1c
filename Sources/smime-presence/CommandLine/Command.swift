import CommandOptions

/// One command of the program: what ``ParsableCommand`` reads from the command line, and the work itself.
protocol Command: ParsableCommand {
    /// Whether nobody could interrupt it: then no thread waits for signals, which takes longer to start than it is worth.
    static var isOverAtOnce: Bool { get }

    /// Does the work.
    func run(on console: Console) throws(CommandFailure)
}

extension Command {
    static var isOverAtOnce: Bool { false }

    /// The failure for options that only the run finds wrong.
    static func misused(_ error: UsageError) -> CommandFailure {
        CommandFailure(error, help: "smime-presence \(name) --help")
    }
}

/// The commands that the program can run.
typealias ProgramCommands = CommandTable<any Command.Type>

extension ProgramCommands {
    init(program: String, version: String, summary: String, sections: [Section]) {
        self.init(
            program: program, version: version, summary: summary, sections: sections,
            exitStatuses: ExitStatus.allCases.map { ($0.rawValue, $0.meaning) }
        ) { $0 }
    }
}
