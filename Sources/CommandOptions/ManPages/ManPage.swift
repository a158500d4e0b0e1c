/// A man page, written from the same tables that drive parsing.
package struct ManPage: Sendable, Equatable {
    /// The name of the file, such as "smime-presence-encrypt.1".
    package let fileName: String
    /// The page, for man(7).
    package let text: String

    /// Returns every page, that of the program first.
    ///
    /// - Parameter date: the date at the foot of each page, such as "2026-11-23".
    package static func all(of table: CommandTable<some Sendable>, date: String) -> [ManPage] {
        let commands = table.descriptions
        return [program(table, commands, date: date)] + commands.map { page(of: $0, in: table, date: date) }
    }

    private static func program(
        _ table: CommandTable<some Sendable>, _ commands: [CommandDescription], date: String
    ) -> ManPage {
        var roff = Roff(title: table.program, date: date, source: "\(table.program) \(table.version)")
        roff.section("NAME")
        // The rest of the summary is the description.
        let colon = table.summary.firstIndex(of: ":") ?? table.summary.endIndex
        let line = table.summary[..<colon]
        roff.name(table.program, "\(line.prefix(1).lowercased())\(line.dropFirst())")
        roff.section("SYNOPSIS")
        roff.synopsis(table.program, "COMMAND [OPTIONS] [FILE]")
        roff.section("DESCRIPTION")
        roff.paragraph(table.summary)
        for section in table.sections {
            roff.section("COMMANDS: \(section.title.uppercased())")
            for command in table.pages(of: section) {
                roff.item(bold: pageName(of: command.name, in: table) + "(1)", command.summary)
            }
        }
        roff.section("OPTIONS")
        for row in ProgramOptions.rows { roff.option(row.names, placeholder: nil, row.help) }
        roff.environment(table.environment)
        roff.statuses(table.exitStatuses)
        roff.section("SEE ALSO")
        roff.references(commands.map { pageName(of: $0.name, in: table) })
        return ManPage(fileName: table.program + ".1", text: roff.text)
    }

    private static func page(
        of command: CommandDescription, in table: CommandTable<some Sendable>, date: String
    ) -> ManPage {
        let name = pageName(of: command.name, in: table)
        var roff = Roff(title: name, date: date, source: "\(table.program) \(table.version)")
        roff.section("NAME")
        roff.name(name, command.summary)
        roff.section("SYNOPSIS")
        let operands = command.operands.map { " " + $0.usage }.joined()
        roff.synopsis("\(table.program) \(command.name)", "[OPTIONS]" + operands)
        roff.section("DESCRIPTION")
        roff.paragraph("\(command.summary.prefix(1).uppercased())\(command.summary.dropFirst()).")
        for paragraph in command.details { roff.paragraph(paragraph) }
        if !command.operands.isEmpty {
            roff.section("ARGUMENTS")
            for operand in command.operands { roff.item(italic: operand.placeholder, operand.help) }
        }
        roff.section("OPTIONS")
        for option in command.options {
            roff.option(option.names, placeholder: option.placeholder, option.meaning)
        }
        for row in ProgramOptions.rows { roff.option(row.names, placeholder: nil, row.help) }
        if !command.examples.isEmpty { roff.section("EXAMPLES") }
        for example in command.examples { roff.example(example) }
        roff.statuses(table.exitStatuses)
        roff.section("SEE ALSO")
        roff.references([table.program])
        return ManPage(fileName: name + ".1", text: roff.text)
    }

    /// "smime-presence-cert-issue" for "cert issue".
    private static func pageName(of command: String, in table: CommandTable<some Sendable>) -> String {
        "\(table.program)-\(command.replacing(" ", with: "-"))"
    }
}
