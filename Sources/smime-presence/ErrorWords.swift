// The words for people: every error a command can end with, as a message and a hint.
//
// The modules throw facts; here, and nowhere else, they become sentences. Lower case, no full stop,
// the thing named; a hint says what to do next.

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
        case .unexpectedOperand(let word):
            self.init(.usage, "'\(word)' is one operand too many", hint: see)
        case .conflictingOptions(let option, let other):
            self.init(.usage, "'\(option)' and '\(other)' exclude each other", hint: "give one of them")
        case .optionNeeds(let option, let other):
            self.init(.usage, "'\(option)' has no meaning without '\(other)'", hint: see)
        case .notOfKind(let name, let value, let wanted):
            self.init(.usage, "'\(value)' given for \(name) is not \(wanted)", hint: see)
        }
    }
}

extension CommandFailure {
    /// A file or stream that could not be read or written as it should.
    init(_ error: FileError) {
        switch error {
        case .cannotRead(let name, let system):
            self.init(
                .surroundings, "cannot read \(Self.input(name)): \(Self.words(system))",
                hint: "check the name and the permissions")
        case .cannotWrite(let name, let system):
            self.init(
                .surroundings, "cannot write \(Self.output(name)): \(Self.words(system))",
                hint: "no output was left behind; make room or choose another place")
        case .tooLarge(let name, let limit):
            self.init(
                .refused, reason: "too-large", "\(Self.input(name)) holds more than \(limit) octets",
                hint: "check that it is the right file")
        case .sameFile(let name, let other):
            self.init(.usage, "'\(name)' and '\(other)' are one file", hint: "choose another output file")
        case .binaryOnTerminal:
            self.init(
                .usage, "standard output is a terminal, and the output is not text",
                hint: "write to a file with '-o FILE', or force it with '-o -'")
        case .secretOnTerminal:
            self.init(
                .usage, "a private key is not written to a terminal",
                hint: "write to a file with '-o FILE'")
        case .secretReadableByOthers(let name):
            self.init(
                .surroundings, "others can read \(Self.output(name)), and a private key goes there",
                hint: "write to a file with '-o FILE', which only its owner can read")
        }
    }

    private static func input(_ name: String) -> String {
        name == Console.standardStream ? "standard input" : "'\(name)'"
    }

    private static func output(_ name: String) -> String {
        name == Console.standardStream ? "standard output" : "'\(name)'"
    }

    private static func words(_ error: SystemError) -> String {
        let text = error.text
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
