/// Parses the arguments of a command with the command's own table of options.
package struct ArgumentParser<C: ParsableCommand> {
    private let options = C.options
    private let operands = C.operands
    var command = C()
    /// The first spellings of the options that were given: few, so that a set would take longer to make.
    var seen: [String] = []
    private var operandCount = 0
    private var program: ProgramOptions

    init(program: ProgramOptions) { self.program = program }

    /// Returns the command with its properties set from the arguments.
    ///
    /// Options are allowed anywhere, as `--name VALUE` or `--name=VALUE`; `--` ends them; a lone `-`
    /// is an argument or a value. A value that begins with `-` must be written with `=`, so that a
    /// forgotten value does not consume the next option. An option with one value must not
    /// be repeated: using the last one would hide a mistake.
    package static func parse(_ arguments: [String]) throws(UsageError) -> C {
        var program = ProgramOptions()
        return try parse(arguments, program: &program)
    }

    /// The same; the options that every command has go to `program`, unless the command has its own.
    package static func parse(
        _ arguments: [String], program: inout ProgramOptions,
        configured settings: [ConfigurationFile.Setting] = []
    ) throws(UsageError) -> C {
        var parser = ArgumentParser(program: program)
        var rest = arguments[...]
        var optionsEnded = false
        while let argument = rest.popFirst() {
            if optionsEnded || argument == "-" || !argument.hasPrefix("-") {
                try parser.takeOperand(argument)
            } else if argument == "--" {
                optionsEnded = true
            } else {
                try parser.takeOption(argument, rest: &rest)
            }
        }
        // Required operands precede the others.
        if parser.operandCount < parser.operands.count, parser.operands[parser.operandCount].isRequired {
            throw .missingOperand(parser.operands[parser.operandCount].placeholder)
        }
        program = parser.program
        if !settings.isEmpty { return try parser.command(with: settings) }
        try parser.command.validate()
        return parser.command
    }

    private mutating func takeOperand(_ value: String) throws(UsageError) {
        let isRepeated = operandCount >= operands.count && operands.last?.isRepeatable == true
        guard let operand = isRepeated ? operands.last : operands.dropFirst(operandCount).first else {
            throw .unexpectedOperand(value)
        }
        try operand.store(&command, value)
        operandCount += 1
    }

    /// Returns the option with a spelling.
    ///
    /// The functions of sequences would make types for the options of each command when the process runs.
    func option(named name: String) -> Option<C>? {
        var index = 0
        while index < options.count {
            if options[index].names.contains(name) { return options[index] }
            index += 1
        }
        return nil
    }

    private mutating func takeOption(
        _ argument: String, rest: inout ArraySlice<String>
    ) throws(UsageError) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = option(named: name) else {
            if parts.count == 1, try program.take(name) { return }
            let known = options.flatMap(\.names) + ProgramOptions.rows.flatMap(\.names)
            throw .unknownOption(name, known: known)
        }
        if !option.isRepeatable {
            if seen.contains(option.names[0]) { throw .repeatedOption(name) }
        }
        seen.append(option.names[0])
        let attached = parts.count == 2 ? String(parts[1]) : nil
        guard let placeholder = option.placeholder else {
            guard attached == nil else { throw .unexpectedValue(option: name) }
            return try option.store(&command, "", name)
        }
        if let attached { return try option.store(&command, attached, name) }
        guard let value = rest.first, value == "-" || !value.hasPrefix("-") else {
            throw .missingValue(option: name, placeholder: placeholder, found: rest.first)
        }
        rest.removeFirst()
        try option.store(&command, value, name)
    }
}
