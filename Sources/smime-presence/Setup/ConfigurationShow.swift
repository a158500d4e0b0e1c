import CommandFiles
import CommandOptions
import Octets

struct ConfigurationShow: Command {
    static let name = "config show"
    static let summary = "show the values of the configuration files, and where each comes from"
    static let details = [
        """
        The files are $XDG_CONFIG_HOME/smime-presence/config.json (default: ~/.config) and \
        /etc/smime-presence/config.json; an option on the command line precedes both, and the first file the \
        second. They are JSON: an object with one object a command, in it options without their dashes, as \
        {"encrypt": {"cipher": "aes-128-gcm"}}. A flag is true, a repeatable option takes a list.
        """,
        """
        Options and values with which a command checks or protects less are refused in them, such as \
        allow-unsigned, and so is a file that other users can write to. --no-config reads none.
        """,
    ]
    static var options: [Option<ConfigurationShow>] { [] }
    static let examples = [Example("smime-presence config show", "Show what is configured.")]

    func run(on console: Console) throws(CommandFailure) {
        let settings = try console.checkedSettings(for: SmimePresence.commands)
        var lines = ConfigurationFile.lines(of: settings)
        for variable in SmimePresence.commands.environment.map(\.name) {
            if let value = console.environment(variable) {
                lines.append("\(variable)=\(value) (environment)")
            }
        }
        try console.print(lines.map { printable($0) + "\n" }.joined())
    }
}
