/// What man pages and completions say about one command: its tables without the properties they set.
struct CommandDescription: Sendable {
    /// An option, with what follows it.
    struct Option: Sendable {
        let names: [String]
        let placeholder: String?
        let isRepeatable: Bool
        let value: CompletedValue
        let help: String
        /// The help with the choices, as help pages show it.
        let meaning: String
    }

    /// An argument without an option name.
    struct Operand: Sendable {
        let placeholder: String
        let usage: String
        let isRepeatable: Bool
        let value: CompletedValue
        let help: String
    }

    let name: String
    let summary: String
    let details: [String]
    let operands: [Operand]
    let options: [Option]
    let examples: [Example]

    init<C: ParsableCommand>(_: C.Type) {
        name = C.name
        summary = C.summary
        details = C.details
        operands = C.operands.map {
            Operand(
                placeholder: $0.placeholder, usage: $0.usage, isRepeatable: $0.isRepeatable,
                value: CompletedValue(of: $0.placeholder, choices: $0.choices), help: $0.help)
        }
        options = C.options.map {
            Option(
                names: $0.names, placeholder: $0.placeholder, isRepeatable: $0.isRepeatable,
                value: CompletedValue(of: $0.placeholder, choices: $0.choices), help: $0.help,
                meaning: HelpPage.meaning(of: $0))
        }
        examples = C.examples
    }
}

/// What a shell completes an argument or a value of an option with.
enum CompletedValue: Sendable, Equatable {
    /// Nothing: a flag has no value, and a URI or a number cannot be guessed.
    case none
    case choices([String])
    case files
    case directories

    /// The words of help pages that stand for a file.
    private static let wordsForFiles: Set = ["FILE", "MESSAGE", "RULES", "LOCATION", "POLICY", "FROM", "TO"]
    private static let wordsForDirectories: Set = ["DIR", "DIRECTORY"]

    init(of placeholder: String?, choices: [String]) {
        guard let placeholder else {
            self = .none
            return
        }
        self =
            !choices.isEmpty
            ? .choices(choices)
            : Self.wordsForFiles.contains(placeholder)
                ? .files : Self.wordsForDirectories.contains(placeholder) ? .directories : .none
    }
}

extension CommandTable {
    /// Every command, for man pages and completions.
    var descriptions: [CommandDescription] { pages.map { CommandDescription($0) } }

    /// The words that can follow the first words of a command line, with a summary each; nil if those
    /// are a whole command.
    func words(after path: String, of commands: [CommandDescription]) -> [(word: String, summary: String)] {
        let beginning = path.isEmpty ? "" : path + " "
        var words: [(word: String, summary: String)] = []
        for command in commands where command.name.hasPrefix(beginning) {
            let rest = command.name.dropFirst(beginning.count)
            let word = String(rest.prefix { $0 != " " })
            guard !words.contains(where: { $0.word == word }) else { continue }
            words.append((word, word == rest ? command.summary : "commands on \(word)"))
        }
        return words
    }

    /// The first words that need another one: none, and the nouns.
    func nouns(of commands: [CommandDescription]) -> [String] {
        var nouns = [""]
        for command in commands {
            var noun = ""
            for word in command.name.split(separator: " ").dropLast() {
                noun += noun.isEmpty ? "\(word)" : " \(word)"
                if !nouns.contains(noun) { nouns.append(noun) }
            }
        }
        return nouns
    }
}
