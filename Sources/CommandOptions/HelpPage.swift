/// The help pages, written from the same tables that drive parsing.
package enum HelpPage {
    package static let spellings = ["-h", "--help"]
    private static let width = 80

    package static func isAskedFor(by argument: String) -> Bool { spellings.contains(argument) }

    /// Whether the options of a command include `-h` or `--help`.
    package static func isAskedFor(in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains(where: isAskedFor)
    }

    /// The page of the whole program.
    package static func program(_ commands: CommandTable<some Sendable>) -> String {
        var page = [usage(of: commands), ""] + wrapped(commands.summary)
        for section in commands.sections {
            page +=
                ["", "\(section.title):"] + table(commands.pages(of: section).map { ($0.name, $0.summary) })
        }
        let options = ProgramOptions.rows.map { ($0.names.joined(separator: ", "), $0.help) }
        page += ["", "Options:"] + table(options)
        return text(page + exitStatuses(of: commands))
    }

    /// The commands that begin with one noun.
    package static func noun(_ noun: String, in commands: CommandTable<some Sendable>) -> String {
        let found = commands.pages.filter { $0.name.hasPrefix(noun + " ") }
        let page = [
            "Usage: \(commands.program) \(noun) COMMAND [OPTIONS]", "", "Commands:",
        ]
        return text(page + table(found.map { ($0.name, $0.summary) }) + exitStatuses(of: commands))
    }

    /// The page of one command: what it does, its arguments and options, examples, exit statuses.
    package static func command<C: ParsableCommand>(
        _: C.Type, in commands: CommandTable<some Sendable>
    ) -> String {
        let operands = C.operands.map { " " + $0.usage }.joined()
        var page = ["Usage: \(commands.program) \(C.name) [OPTIONS]\(operands)", ""]
        page += wrapped(C.summary.prefix(1).uppercased() + C.summary.dropFirst() + ".")
        for paragraph in C.details { page += [""] + wrapped(paragraph) }
        if !C.operands.isEmpty {
            page += ["", "Arguments:"] + table(C.operands.map { ($0.placeholder, $0.help) })
        }
        let options = C.options.map { (heading(of: $0), meaning(of: $0)) }
        let program = ProgramOptions.rows.map { ($0.names.joined(separator: ", "), $0.help) }
        page += ["", "Options:"] + table(options + [("-h, --help", "show this page")])
        page += ["", "Options of every command:"] + table(Array(program.dropFirst()))
        if !C.examples.isEmpty { page += ["", "Examples:"] }
        for example in C.examples {
            page += wrapped(example.purpose, indent: "  # ") + ["  \(example.line)"]
        }
        return text(page + exitStatuses(of: commands))
    }

    /// The text on standard error if the command line is empty.
    package static func shortUsage(_ commands: CommandTable<some Sendable>) -> String {
        text([usage(of: commands), "Try '\(commands.program) --help' for the commands."])
    }

    private static func usage(of commands: CommandTable<some Sendable>) -> String {
        "Usage: \(commands.program) COMMAND [OPTIONS] [FILE]"
    }

    private static func heading<Root>(of option: Option<Root>) -> String {
        let names = option.names.joined(separator: ", ")
        return option.placeholder.map { "\(names) \($0)" } ?? names
    }

    /// The help of an option, with its choices and whether it may be repeated.
    static func meaning<Root>(of option: Option<Root>) -> String {
        var meaning = option.help
        if !option.choices.isEmpty { meaning += ": " + option.choices.joined(separator: ", ") }
        if option.isRepeatable { meaning += " (repeatable)" }
        return meaning
    }

    private static func exitStatuses(of commands: CommandTable<some Sendable>) -> [String] {
        ["", "Exit status:"] + table(commands.exitStatuses.map { (String($0.status), $0.meaning) })
    }

    /// Two columns; a heading too wide for its column gets a line of its own.
    private static func table(_ rows: [(heading: String, meaning: String)]) -> [String] {
        let widest = rows.map(\.heading.count).filter { $0 <= 22 }.max() ?? 0
        let indent = String(repeating: " ", count: widest + 4)
        return rows.flatMap { row -> [String] in
            var lines = wrapped(row.meaning, indent: indent)
            let heading = "  " + row.heading
            if row.heading.count > widest || lines.isEmpty { return [heading] + lines }
            lines[0] = heading + lines[0].dropFirst(heading.count)
            return lines
        }
    }

    private static func wrapped(_ paragraph: some StringProtocol, indent: String = "") -> [String] {
        var lines: [String] = []
        for word in paragraph.split(separator: " ") {
            if let last = lines.last, last.count + word.count < width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(indent + word)
            }
        }
        return lines
    }

    private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
