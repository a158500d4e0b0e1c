/// The commands of the program, in the order the help page lists them.
struct Catalogue: Sendable {
    /// Commands under one heading.
    struct Section: Sendable {
        let title: String
        let commands: [any Command.Type]

        init(_ title: String, _ commands: [any Command.Type]) {
            self.title = title
            self.commands = commands
        }
    }

    let program: String
    let version: String
    let summary: String
    let sections: [Section]

    var commands: [any Command.Type] { sections.flatMap(\.commands) }

    /// What the first words of a command line name.
    enum Selection {
        case nothing
        case help
        case version
        /// A noun such as "cert" whose help was asked for.
        case noun(String)
        case command(any Command.Type, arguments: [String])
    }

    /// Finds the command that the arguments begin with.
    ///
    /// - Throws: ``UsageError/unknownCommand(_:known:)``,
    ///   ``UsageError/incompleteCommand(_:verbs:)`` or ``UsageError/optionBeforeCommand(_:)``.
    func select(_ arguments: [String]) throws(UsageError) -> Selection {
        guard let first = arguments.first else { return .nothing }
        if HelpPage.isAskedFor(by: first) { return .help }
        if first == "--version" || first == "version" { return .version }
        if first == "help" {
            // "help cert issue" is "cert issue --help".
            return arguments.count == 1
                ? .help : try select(arguments.dropFirst() + HelpPage.spellings.suffix(1))
        }
        guard !first.hasPrefix("-") else { throw .optionBeforeCommand(first) }
        if let command = commands.first(where: { $0.name == first }) {
            return .command(command, arguments: Array(arguments.dropFirst()))
        }
        let verbs = verbs(of: first)
        guard !verbs.isEmpty else { throw .unknownCommand(first, known: firstWords) }
        guard arguments.count > 1 else { throw .incompleteCommand(first, verbs: verbs) }
        let second = arguments[1]
        if HelpPage.isAskedFor(by: second) { return .noun(first) }
        guard !second.hasPrefix("-") else { throw .optionBeforeCommand(second) }
        let name = "\(first) \(second)"
        if let command = commands.first(where: { $0.name == name }) {
            return .command(command, arguments: Array(arguments.dropFirst(2)))
        }
        // "trust crl" is a noun of its own.
        guard first.contains(" ") || self.verbs(of: name).isEmpty else {
            return try select([name] + arguments.dropFirst(2))
        }
        throw .unknownCommand(name, known: verbs.map { "\(first) \($0)" })
    }

    /// The second words of the commands that begin with a noun.
    func verbs(of noun: String) -> [String] {
        let names = commands.map { $0.name }.filter { $0.hasPrefix(noun + " ") }
        return names.map { String($0.dropFirst(noun.count + 1)) }
    }

    private var firstWords: [String] {
        commands.map { String($0.name.prefix { $0 != " " }) } + ["help", "version"]
    }
}
