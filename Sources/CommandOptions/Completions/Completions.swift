/// A script that completes command lines in a shell, made from the table of commands.
package enum Completions: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// Returns the script for this shell.
    package func script(for commands: CommandTable<some Sendable>) -> String {
        let lines =
            switch self {
            case .bash: BashCompletion.lines(for: commands)
            case .zsh: ZshCompletion.lines(for: commands)
            case .fish: FishCompletion.lines(for: commands)
            }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A word of a shell that stands for exactly this text.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
