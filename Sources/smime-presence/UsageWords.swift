// The errors of a command line: what is wrong with it, and a hint.

extension CommandFailure {
    /// A wrong command line; `help` is the command line that explains the right one.
    init(_ error: UsageError, help: String) {
        let see = "see '\(help)'"
        func suggestion(_ word: String, _ known: [String]) -> String {
            NearestWord.to(word, among: known).map { "did you mean '\($0)'?" } ?? see
        }
        switch error {
        case .unknownCommand(let word, let known):
            self.init(.usage, "unknown command '\(word)'", hint: suggestion(word, known))
        case .incompleteCommand(let noun, let verbs):
            let list = verbs.map { "'\(noun) \($0)'" }.joined(separator: ", ")
            self.init(.usage, "'\(noun)' is not a whole command", hint: "there are \(list)")
        case .optionBeforeCommand(let option):
            self.init(
                .usage, "'\(option)' stands before the command", hint: "options follow the command; \(see)")
        case .patternWithoutCount(let pattern):
            self.init(
                .usage, "'\(pattern)' is a pattern, and nothing says how many addresses to make from it",
                hint: "add '--count N'")
        case .unknownOption(let option, let known):
            self.init(.usage, "unknown option '\(option)'", hint: suggestion(option, known))
        case .missingValue(let option, let placeholder, nil):
            self.init(.usage, "option '\(option)' needs a value", hint: "write '\(option) \(placeholder)'")
        case .missingValue(let option, _, let found?):
            self.init(
                .usage, "option '\(option)' needs a value, but '\(found)' follows",
                hint: "a value that begins with '-' is written '\(option)=\(found)'")
        case .unexpectedValue(let option):
            self.init(.usage, "option '\(option)' takes no value", hint: see)
        case .repeatedOption(let option):
            self.init(.usage, "option '\(option)' is given more than once", hint: "give it once")
        case .notAChoice(let option, let value, let choices):
            let list = "\(option) takes \(choices.joined(separator: ", "))"
            let nearest = NearestWord.to(value, among: choices).map { "did you mean '\($0)'? " } ?? ""
            self.init(.usage, "'\(value)' is no value of '\(option)'", hint: nearest + list)
        case .notInRange(let option, let value, let range):
            self.init(
                .usage, "'\(value)' is no value of '\(option)'",
                hint: "\(option) takes a number from \(range.lowerBound) to \(range.upperBound)")
        case .notATime(let option, let value):
            self.init(
                .usage, "'\(value)' is no time for '\(option)'",
                hint: "write it as RFC 3339 does, such as 2026-11-23T09:30:00Z")
        case .missingOperand(let placeholder):
            self.init(.usage, "\(placeholder) is missing", hint: see)
        case .missingOption(let option, let placeholder):
            self.init(.usage, "option '\(option)' is missing", hint: "add '\(option) \(placeholder)'")
        case .unexpectedOperand(let word):
            self.init(.usage, "'\(word)' is one operand too many", hint: see)
        case .conflictingOptions(let option, let other):
            self.init(.usage, "'\(option)' and '\(other)' exclude each other", hint: "give one of them")
        case .notInBulk(let option, let other):
            self.init(
                .usage, "'\(option)' works for one subscriber at a time, and not with '\(other)'",
                hint: "issue each of them with 'smime-presence cert issue URI \(option)'")
        case .optionNeeds(let option, let other):
            self.init(.usage, "'\(option)' has no meaning without '\(other)'", hint: see)
        case .notOfKind(let name, let value, let wanted):
            self.init(.usage, "'\(value)' given for \(name) is not \(wanted)", hint: see)
        }
    }
}
