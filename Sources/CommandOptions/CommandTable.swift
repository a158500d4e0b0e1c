/// The commands of the program, in the order of the help page.
///
/// `Entry` is what the program runs: a metatype that refines ``ParsableCommand``; `page` converts it.
package struct CommandTable<Entry: Sendable>: Sendable {
    /// Commands under one heading.
    package struct Section: Sendable {
        package let title: String
        package let commands: [Entry]

        package init(_ title: String, _ commands: [Entry]) {
            self.title = title
            self.commands = commands
        }
    }

    package let program: String
    package let version: String
    package let summary: String
    package let sections: [Section]
    /// Each exit status of the program with its meaning, for the end of every help page.
    let exitStatuses: [(status: Int32, meaning: String)]
    /// Each environment variable that the program reads, with its meaning.
    package let environment: [(name: String, meaning: String)]
    private let page: @Sendable (Entry) -> any ParsableCommand.Type

    package init(
        program: String, version: String, summary: String, sections: [Section],
        exitStatuses: [(status: Int32, meaning: String)],
        environment: [(name: String, meaning: String)] = [],
        page: @escaping @Sendable (Entry) -> any ParsableCommand.Type
    ) {
        self.program = program
        self.version = version
        self.summary = summary
        self.sections = sections
        self.exitStatuses = exitStatuses
        self.environment = environment
        self.page = page
    }

    package var commands: [Entry] { sections.flatMap(\.commands) }

    /// Every command, for the help page.
    var pages: [any ParsableCommand.Type] { commands.map(page) }

    func pages(of section: Section) -> [any ParsableCommand.Type] { section.commands.map(page) }

    /// What the first words of a command line select.
    package enum Selection {
        case nothing
        case help
        case version
        /// The help of a noun such as "cert".
        case noun(String)
        case command(Entry, arguments: [String])
    }

    /// Returns the command that the arguments begin with.
    ///
    /// - Throws: ``UsageError/unknownCommand(_:known:)``, ``UsageError/missingNoun(_:commands:)``,
    ///   ``UsageError/incompleteCommand(_:verbs:)`` or ``UsageError/optionBeforeCommand(_:)``.
    package func select(_ arguments: [String]) throws(UsageError) -> Selection {
        guard let first = arguments.first else { return .nothing }
        if HelpPage.isAskedFor(by: first) { return .help }
        if first == "version" { return .version }
        if first == "help" {
            // "help cert issue" is "cert issue --help".
            return arguments.count == 1
                ? .help : try select(arguments.dropFirst() + HelpPage.spellings.suffix(1))
        }
        guard !first.hasPrefix("-") else { throw .optionBeforeCommand(first) }
        if let command = command(named: first) {
            return .command(command, arguments: Array(arguments.dropFirst()))
        }
        let verbs = verbs(of: first)
        guard !verbs.isEmpty else {
            let meant = ForeignWords.commands(withoutNoun: first, among: pages.map { $0.name })
            guard meant.isEmpty else { throw .missingNoun(first, commands: meant) }
            throw .unknownCommand(first, known: firstWords)
        }
        guard arguments.count > 1 else { throw .incompleteCommand(first, verbs: verbs) }
        let second = arguments[1]
        if HelpPage.isAskedFor(by: second) { return .noun(first) }
        guard !second.hasPrefix("-") else { throw .optionBeforeCommand(second) }
        let name = "\(first) \(second)"
        if let command = command(named: name) {
            return .command(command, arguments: Array(arguments.dropFirst(2)))
        }
        // "trust crl" is a noun of its own.
        guard first.contains(" ") || self.verbs(of: name).isEmpty else {
            return try select([name] + arguments.dropFirst(2))
        }
        throw .unknownCommand(name, known: verbs.map { "\(first) \($0)" })
    }

    private func command(named name: String) -> Entry? {
        for section in sections {
            for command in section.commands where page(command).name == name { return command }
        }
        return nil
    }

    /// The second words of the commands that begin with a noun.
    private func verbs(of noun: String) -> [String] {
        let names = pages.map { $0.name }.filter { $0.hasPrefix(noun + " ") }
        return names.map { String($0.dropFirst(noun.count + 1)) }
    }

    private var firstWords: [String] {
        pages.map { String($0.name.prefix { $0 != " " }) } + ["help", "version"]
    }
}
