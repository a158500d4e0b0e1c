/// The help pages, written from the same tables that drive parsing.
enum HelpPage {
    static let spellings = ["-h", "--help"]
    private static let width = 80

    static func isAskedFor(by argument: String) -> Bool { spellings.contains(argument) }

    /// Whether `-h` or `--help` stands among the options of a command.
    static func isAskedFor(in arguments: [String]) -> Bool {
        arguments.prefix { $0 != "--" }.contains(where: isAskedFor)
    }

    /// The page of the whole program.
    static func program(_ catalogue: Catalogue) -> String {
        var page = [usage(of: catalogue), ""] + wrapped(catalogue.summary)
        for section in catalogue.sections {
            page += ["", "\(section.title):"] + table(section.commands.map { ($0.name, $0.summary) })
        }
        let common = [
            ("-h, --help", "this page, or that of a command, as 'help [COMMAND]'"),
            ("--version", "the version"),
        ]
        page += ["", "Options:"] + table(common)
        return text(page + exitStatuses)
    }

    /// The commands that begin with one noun.
    static func noun(_ noun: String, in catalogue: Catalogue) -> String {
        let commands = catalogue.commands.filter { $0.name.hasPrefix(noun + " ") }
        let page = [
            "Usage: \(catalogue.program) \(noun) COMMAND [OPTIONS]", "", "Commands:",
        ]
        return text(page + table(commands.map { ($0.name, $0.summary) }) + exitStatuses)
    }

    /// The page of one command.
    static func command<C: Command>(_: C.Type, program: String) -> String {
        let operands = C.operands.map { " " + $0.usage }.joined()
        var page = ["Usage: \(program) \(C.name) [OPTIONS]\(operands)", ""]
        page += wrapped(C.summary.prefix(1).uppercased() + C.summary.dropFirst() + ".")
        for paragraph in C.details { page += [""] + wrapped(paragraph) }
        if !C.operands.isEmpty {
            page += ["", "Operands:"] + table(C.operands.map { ($0.placeholder, $0.help) })
        }
        let options = C.options.map { (heading(of: $0), meaning(of: $0)) }
        page += ["", "Options:"] + table(options + [("-h, --help", "this page")])
        if !C.examples.isEmpty { page += ["", "Examples:"] }
        for example in C.examples {
            page += wrapped(example.purpose, indent: "  # ") + ["  \(example.line)"]
        }
        return text(page + exitStatuses)
    }

    /// What stands on standard error when nothing was asked for.
    static func shortUsage(_ catalogue: Catalogue) -> String {
        text([usage(of: catalogue), "Try '\(catalogue.program) --help' for the commands."])
    }

    private static func usage(of catalogue: Catalogue) -> String {
        "Usage: \(catalogue.program) COMMAND [OPTIONS] [FILE]"
    }

    private static func heading<Root>(of option: Option<Root>) -> String {
        let names = option.names.joined(separator: ", ")
        return option.placeholder.map { "\(names) \($0)" } ?? names
    }

    private static func meaning<Root>(of option: Option<Root>) -> String {
        var meaning = option.help
        if !option.choices.isEmpty { meaning += ": " + option.choices.joined(separator: ", ") }
        if option.isRepeatable { meaning += " (repeatable)" }
        return meaning
    }

    private static var exitStatuses: [String] {
        ["", "Exit status:"] + table(ExitStatus.allCases.map { (String($0.rawValue), $0.meaning) })
    }

    /// Two columns; a heading too wide for its column stands on a line of its own.
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
