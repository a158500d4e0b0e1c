extension UsageError: CustomStringConvertible {
    /// What is wrong with the command line; lower case, no full stop.
    package var description: String {
        switch self {
        case .unknownCommand(let word, _), .missingNoun(let word, _): "unknown command '\(word)'"
        case .incompleteCommand(let noun, _): "'\(noun)' needs a subcommand"
        case .optionBeforeCommand(let option): "option '\(option)' precedes the command"
        case .unknownOption(let option, _): "unknown option '\(option)'"
        case .missingValue(let option, _, nil): "option '\(option)' needs a value"
        case .missingValue(let option, _, let found?):
            "option '\(option)' needs a value, but '\(found)' follows"
        case .unexpectedValue(let option): "option '\(option)' takes no value"
        case .repeatedOption(let option): "option '\(option)' is given more than once"
        case .notAChoice(let option, let value, _), .notInRange(let option, let value, _):
            "invalid value '\(value)' for '\(option)'"
        case .notATime(let option, let value): "invalid time '\(value)' for '\(option)'"
        case .missingOperand(let placeholder): "missing argument \(placeholder)"
        case .missingOption(let option, _): "missing option '\(option)'"
        case .unexpectedOperand(let word): "unexpected argument '\(word)'"
        case .conflictingOptions(let option, let other): "'\(option)' and '\(other)' cannot be combined"
        case .optionNeeds(let option, let other): "'\(option)' requires '\(other)'"
        case .notOfKind(let name, let value, let wanted): "'\(value)' given for \(name) is not \(wanted)"
        case .configuration(let error): error.description
        case .other(let message, _): message
        }
    }

    private static func question(_ meant: [String]) -> String {
        "did you mean \(meant.map { "'\($0)'" }.joined(separator: " or "))?"
    }

    /// The next step; `help` is the command line that explains the right one.
    package func hint(help: String) -> String {
        let see = "see '\(help)'"
        switch self {
        case .unknownOption("--json", let known) where known.contains("--format"):
            return "did you mean '--format json'?"
        case .missingNoun(_, let commands): return "\(Self.question(commands)) \(see)"
        case .unknownCommand(let word, let known):
            let meant = ForeignWords.commands(for: word, among: known)
            return meant.isEmpty ? see : Self.question(meant)
        case .unknownOption(let word, let known):
            let meant = ForeignWords.option(for: word, among: known) ?? NearestWord.to(word, among: known)
            return meant.map { "did you mean '\($0)'?" } ?? see
        case .incompleteCommand(let noun, let verbs):
            return "subcommands: " + verbs.map { "'\(noun) \($0)'" }.joined(separator: ", ")
        case .optionBeforeCommand: return "put options after the command; \(see)"
        case .missingValue(let option, let placeholder, nil): return "write '\(option) \(placeholder)'"
        case .missingValue(let option, _, let found?):
            return "a value that begins with '-' is written '\(option)=\(found)'"
        case .repeatedOption: return "give it once"
        case .notAChoice(let option, let value, let choices):
            let nearest = NearestWord.to(value, among: choices).map { "did you mean '\($0)'? " } ?? ""
            return "\(nearest)\(option) takes \(choices.joined(separator: ", "))"
        case .notInRange(let option, _, let range):
            return "\(option) takes a number from \(range.lowerBound) to \(range.upperBound)"
        case .notATime: return "write it as RFC 3339 does, such as 2026-11-23T09:30:00Z"
        case .missingOption(let option, let placeholder): return "add '\(option) \(placeholder)'"
        case .conflictingOptions: return "give one of them"
        case .unexpectedValue, .missingOperand, .unexpectedOperand, .optionNeeds, .notOfKind: return see
        case .configuration(let error): return error.hint
        case .other(_, let hint): return hint
        }
    }
}
