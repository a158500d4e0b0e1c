/// The completion for zsh, as the file `_smime-presence` in a directory of `fpath`.
enum ZshCompletion {
    static func lines(for table: CommandTable<some Sendable>) -> [String] {
        let commands = table.descriptions
        let function = "_\(table.program)"
        var lines = ["#compdef \(table.program)", "", "\(function)_next() {", "  case $1 in"]
        for noun in table.nouns(of: commands) {
            var words = table.words(after: noun, of: commands).map { "\($0.word):\($0.summary)" }
            if noun.isEmpty { words += ["help:show the page of a command", "version:show the version"] }
            lines.append("  (\(Completions.quoted(noun)))")
            lines.append("    next=(")
            lines += words.map { "      \(Completions.quoted($0))" } + ["    ) ;;"]
        }
        lines += ["  (*) return 1 ;;", "  esac", "}", ""]
        lines += walk.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            line == "PROGRAM_OPTIONS"
                ? programOptions(indent: "      ")
                : [String(line).replacing("FUNCTION", with: function)]
        }
        for command in commands { lines += cases(of: command) }
        lines += ["  esac", "}", "", "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then"]
        return lines + ["  \(function) \"$@\"", "else", "  compdef \(function) \(table.program)", "fi"]
    }

    /// What the script does before it looks at one command.
    private static let walk = """
        FUNCTION() {
          local command= help= word=
          local -a next
          integer i
          for (( i = 2; i < CURRENT; i++ )); do
            FUNCTION_next "$command" || break
            word=$words[i]
            if [[ -z $command && $word == help ]]; then
              help=1
            elif (( ${next[(I)${(b)word}:*]} )); then
              command+=${command:+ }$word
            elif [[ $word != -* ]]; then
              return 1
            fi
          done
          if FUNCTION_next "$command"; then
            if [[ $PREFIX == -* ]]; then
              _arguments \\
        PROGRAM_OPTIONS
            else
              _describe -t commands command next
            fi
            return
          fi
          [[ -n $help ]] && return 1
          words=("$command" "${(@)words[i,-1]}")
          (( CURRENT -= i - 2 ))
          case $command in
        """

    private static func programOptions(indent: String) -> [String] {
        let rows = ProgramOptions.rows.flatMap { row in
            specifications(row.names, placeholder: nil, isRepeatable: false, value: .none, help: row.help)
        }
        return continued(rows, indent: indent)
    }

    private static func cases(of command: CommandDescription) -> [String] {
        var rows = command.options.flatMap {
            specifications(
                $0.names, placeholder: $0.placeholder, isRepeatable: $0.isRepeatable, value: $0.value,
                help: $0.help)
        }
        rows += ProgramOptions.rows.flatMap {
            specifications($0.names, placeholder: nil, isRepeatable: false, value: .none, help: $0.help)
        }
        rows += command.operands.map {
            let mark = $0.isRepeatable ? "*" : ""
            return Completions.quoted("\(mark):\(escaped($0.placeholder)):\(action($0.value))")
        }
        return ["  (\(Completions.quoted(command.name)))", "    _arguments -s -S \\"]
            + continued(rows, indent: "      ") + ["    ;;"]
    }

    /// One specification of `_arguments` for each spelling; each spelling excludes the others.
    private static func specifications(
        _ names: [String], placeholder: String?, isRepeatable: Bool, value: CompletedValue, help: String
    ) -> [String] {
        let exclusion = isRepeatable ? "*" : names.count > 1 ? "(\(names.joined(separator: " ")))" : ""
        return names.map { name in
            var text = exclusion + name
            if placeholder != nil, name.hasPrefix("--") { text += "=" }
            text += "[\(escaped(help))]"
            if let placeholder { text += ":\(escaped(placeholder)):\(action(value))" }
            return Completions.quoted(text)
        }
    }

    private static func action(_ value: CompletedValue) -> String {
        switch value {
        case .none: " "
        case .choices(let choices): "(\(choices.joined(separator: " ")))"
        case .files: "_files"
        case .directories: "_directories"
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "[]:\\".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped
    }

    private static func continued(_ rows: [String], indent: String) -> [String] {
        rows.enumerated().map { indent + $1 + ($0 == rows.count - 1 ? "" : " \\") }
    }
}
