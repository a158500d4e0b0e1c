/// The completion for bash: a function that reads `COMP_WORDS`; works without the package bash-completion.
enum BashCompletion {
    static func lines(for table: CommandTable<some Sendable>) -> [String] {
        let commands = table.descriptions
        let function = "_" + String(table.program.map { $0 == "-" ? "_" : $0 })
        var lines = ["# bash completion for \(table.program) \(table.version)", ""]
        lines += ["\(function)_next() {", "    case $1 in"]
        for noun in table.nouns(of: commands) {
            var words = table.words(after: noun, of: commands).map(\.word)
            if noun.isEmpty { words += ["help", "version"] }
            lines.append("    \(Completions.quoted(noun))) next='\(words.joined(separator: " "))' ;;")
        }
        lines += ["    *) return 1 ;;", "    esac", "}", ""]
        lines += walk.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).replacing("FUNCTION", with: function)
        }
        let program = ProgramOptions.rows.flatMap(\.names).joined(separator: " ")
        lines = lines.map { $0.replacing("PROGRAM_OPTIONS", with: program) }
        for command in commands { lines += cases(of: command, function: function) }
        lines += ["    esac", "    case $cur,$operand in"]
        lines += ["    -*) \(function)_words \"$options\" ;;", "    *,files) \(function)_files ;;"]
        lines += ["    *) \(function)_words \"$operand\" ;;", "    esac", "}", ""]
        return lines + ["complete -F \(function) \(table.program)"]
    }

    /// What the script does before it looks at one command.
    private static let walk = """
        FUNCTION_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }

        FUNCTION_files() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        }

        FUNCTION_directories() {
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
        }

        FUNCTION() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
            local command='' help='' next='' options='' operand='' word i
            COMPREPLY=()
            # bash splits '--name=value' at the '='.
            if [[ $cur == '=' ]]; then
                cur=''
            elif [[ $prev == '=' ]]; then
                prev=${COMP_WORDS[COMP_CWORD - 2]}
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                FUNCTION_next "$command" || break
                word=${COMP_WORDS[i]}
                if [[ -z $command && $word == help ]]; then
                    help=1
                elif [[ " $next " == *" $word "* ]]; then
                    command+=${command:+ }$word
                elif [[ $word != -* ]]; then
                    return
                fi
            done
            if FUNCTION_next "$command"; then
                [[ $cur == -* ]] && next='PROGRAM_OPTIONS'
                FUNCTION_words "$next"
                return
            fi
            [[ -n $help ]] && return
            case $command in
        """

    private static func cases(of command: CommandDescription, function: String) -> [String] {
        let names = command.options.flatMap(\.names) + ProgramOptions.rows.flatMap(\.names)
        var lines = ["    \(Completions.quoted(command.name)))"]
        lines.append("        options='\(names.joined(separator: " "))'")
        if let operand = command.operands.last {
            let words =
                switch operand.value {
                case .none: ""
                case .choices(let choices): choices.joined(separator: " ")
                case .files, .directories: "files"
                }
            lines.append("        operand='\(words)'")
        }
        lines.append("        case $prev in")
        for option in command.options where option.placeholder != nil {
            let action =
                switch option.value {
                case .none: ""
                case .choices(let choices): "\(function)_words '\(choices.joined(separator: " "))'; "
                case .files: "\(function)_files; "
                case .directories: "\(function)_directories; "
                }
            lines.append("        \(option.names.joined(separator: " | "))) \(action)return ;;")
        }
        return lines + ["        esac", "        ;;"]
    }
}
