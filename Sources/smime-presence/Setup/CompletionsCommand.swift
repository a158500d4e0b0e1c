import CommandFiles
import CommandOptions

struct CompletionsCommand: Command {
    static let name = "completions"
    static let summary = "write the completion script for a shell"
    static let details = [
        """
        Writes a script that completes commands, options, their choices, and file names. 'make install' puts \
        it where each shell finds it.
        """,
        """
        For one user: bash reads it from $XDG_DATA_HOME/bash-completion/completions/smime-presence, fish \
        from $XDG_CONFIG_HOME/fish/completions/smime-presence.fish, and zsh from a file _smime-presence in a \
        directory of $fpath.
        """,
    ]
    static var operands: [Operand<CompletionsCommand>] {
        [.choice("SHELL", into: \.shell, help: "bash, zsh or fish")]
    }
    static var options: [Option<CompletionsCommand>] { [] }
    static let examples = [
        Example("smime-presence completions bash > smime-presence", "Write the completion for bash.")
    ]

    var shell: Completions?

    func run(on console: Console) throws(CommandFailure) {
        guard let shell else { return }
        try console.print(shell.script(for: SmimePresence.commands))
    }
}
