/// The completion for fish: one `complete` command for each word and option.
enum FishCompletion {
    static func lines(for table: CommandTable<some Sendable>) -> [String] {
        let commands = table.descriptions
        let name = "__" + String(table.program.map { $0 == "-" ? "_" : $0 })
        let nouns = table.nouns(of: commands)
        let known = (nouns.filter { !$0.isEmpty } + commands.map(\.name)).map(Completions.quoted)
        var lines = ["# fish completion for \(table.program) \(table.version)", ""]
        lines += [
            "function \(name)_at --description 'whether the command line has these first words'",
            "    set -l known \(known.joined(separator: " "))",
        ]
        lines += walk.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""]
        let complete = "complete -c \(table.program)"
        lines.append("\(complete) -f")
        for noun in nouns {
            let at = "\(complete) -n '\(name)_at \(Completions.quoted(noun).replacing("'", with: "\""))'"
            var words = table.words(after: noun, of: commands)
            if noun.isEmpty {
                words += [("help", "show the page of a command"), ("version", "show the version")]
            }
            lines += words.map { "\(at) -a \($0.word) -d \(quoted($0.summary))" }
        }
        for row in ProgramOptions.rows {
            lines.append("\(complete)\(switches(row.names)) -d \(quoted(row.help))")
        }
        for command in commands {
            let at = "\(complete) -n '\(name)_at \"\(command.name)\"'"
            if let operand = command.operands.last, let values = values(operand.value) {
                lines.append(at + values)
            }
            for option in command.options {
                let values = option.placeholder == nil ? "" : " -r" + (self.values(option.value) ?? "")
                lines.append("\(at)\(switches(option.names))\(values) -d \(quoted(option.help))")
            }
        }
        return lines
    }

    /// Whether the first words are those of the argument.
    private static let walk = """
            set -l path ''
            for word in (commandline -opc)[2..-1]
                if string match -q -- '-*' $word; or test "$path$word" = help
                    continue
                end
                set -l longer (string trim -- "$path $word")
                contains -- $longer $known; or break
                set path $longer
            end
            test "$path" = "$argv[1]"
        end
        """

    private static func switches(_ names: [String]) -> String {
        names.map { $0.hasPrefix("--") ? " -l \($0.dropFirst(2))" : " -s \($0.dropFirst())" }.joined()
    }

    /// The values of an option or argument; nil if there is nothing to complete.
    private static func values(_ value: CompletedValue) -> String? {
        switch value {
        case .none: nil
        case .choices(let choices): " -a '\(choices.joined(separator: " "))'"
        case .files: " -F"
        case .directories: " -a '(__fish_complete_directories)'"
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: #"\\"#).replacing("'", with: #"\'"#) + "'"
    }
}
