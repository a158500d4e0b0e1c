// Every command can end with a CommandFailure, and many share CertificateCommands.
@_exported import CertificateCommands
@_exported import CommandFailures
import CommandFiles
import CommandOptions

/// A command of the program: the options of ``ParsableCommand``, and the work.
protocol Command: ParsableCommand {
    /// Whether the command is too short to interrupt; if so, no signal thread is started.
    static var isTooShortToInterrupt: Bool { get }
    /// Whether the command protects or opens one message, so that libcrypto need prepare only the algorithms
    /// of messages.
    static var handlesOneMessage: Bool { get }
    /// Whether the command reads the configuration files itself, so that an error in them does not end it.
    static var readsConfigurationItself: Bool { get }

    /// Does the work.
    func run(on console: Console) throws(CommandFailure)
}

extension Command {
    static var isTooShortToInterrupt: Bool { false }
    static var handlesOneMessage: Bool { false }
    static var readsConfigurationItself: Bool { false }

    /// The failure for options that only `run` can check.
    static func misused(_ error: UsageError) -> CommandFailure {
        CommandFailure(error, help: helpCommand)
    }

    /// The command line that prints the help of the command.
    static var helpCommand: String { "smime-presence \(name) --help" }
}

/// The commands that the program can run.
typealias ProgramCommands = CommandTable<any Command.Type>

extension ProgramCommands {
    init(program: String, version: String, summary: String, sections: [Section]) {
        self.init(
            program: program, version: version, summary: summary, sections: sections,
            exitStatuses: ExitStatus.allCases.map { ($0.rawValue, $0.meaning) },
            environment: [
                ("SMIME_PRESENCE_STORE", "the store, if --store is not given"),
                (
                    "SMIME_PRESENCE_PASSPHRASE_FILE",
                    "the file whose first line is the passphrase of the store"
                ),
                ("XDG_CONFIG_HOME", "the directory of smime-presence/config.json (default: ~/.config)"),
                ("XDG_DATA_HOME", "the directory of smime-presence/store.db (default: ~/.local/share)"),
                ("NO_COLOR", "if set, text is not coloured"),
            ]
        ) { $0 }
    }
}
