/// The options that every command has, and that may also precede it.
package struct ProgramOptions: Equatable, Sendable {
    /// An option with its help.
    struct Row: Sendable {
        let names: [String]
        let help: String
    }

    /// The options in the order of help pages.
    static let rows = [
        Row(names: HelpPage.spellings, help: "show this page, or the page of a command ('help [COMMAND]')"),
        Row(names: version, help: "show the version"),
        Row(names: quiet, help: "print nothing on standard error except errors"),
        Row(names: verbose, help: "print more details, if the command has them"),
        Row(names: [noConfiguration], help: "read no configuration file"),
    ]
    private static let version = ["-V", "--version"]
    private static let quiet = ["-q", "--quiet"]
    private static let verbose = ["-v", "--verbose"]

    private static let noConfiguration = "--no-config"

    /// Whether nothing except errors is printed on standard error.
    package var isQuiet = false
    /// Whether the command prints all the details it has.
    package var isVerbose = false
    /// Whether no configuration file is read.
    package var ignoresConfiguration = false
    /// Whether the version is asked for, and no command runs.
    package var showsVersion = false

    package init() {}

    /// Takes the options that precede the command, and returns the other arguments.
    ///
    /// - Throws: ``UsageError/conflictingOptions(_:_:)`` for quiet and verbose.
    package mutating func takeLeading(_ arguments: [String]) throws(UsageError) -> [String] {
        var rest = arguments[...]
        while let argument = rest.first, argument.hasPrefix("-"), try take(argument) { rest.removeFirst() }
        return Array(rest)
    }

    /// Takes one option; returns false if it is none of these.
    ///
    /// - Throws: ``UsageError/conflictingOptions(_:_:)`` for quiet and verbose.
    mutating func take(_ argument: String) throws(UsageError) -> Bool {
        if Self.quiet.contains(argument) {
            isQuiet = true
        } else if Self.verbose.contains(argument) {
            isVerbose = true
        } else if Self.version.contains(argument) {
            showsVersion = true
        } else if argument == Self.noConfiguration {
            ignoresConfiguration = true
        } else {
            return false
        }
        if isQuiet, isVerbose { throw .conflictingOptions("--quiet", "--verbose") }
        return true
    }

    /// Whether the options of a command include `--no-config`.
    package static func ignoresConfiguration(in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains(noConfiguration)
    }

    /// Whether the options of a command include `-V` or `--version`.
    package static func asksVersion(in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains { version.contains($0) }
    }
}
