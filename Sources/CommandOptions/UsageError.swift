/// What is wrong with a command line.
package enum UsageError: Error, Equatable, Sendable {
    /// The words name no command.
    case unknownCommand(String, known: [String])
    /// A noun such as "cert" without one of its verbs.
    case incompleteCommand(String, verbs: [String])
    /// An option stands before the command.
    case optionBeforeCommand(String)
    /// The command has no such option.
    case unknownOption(String, known: [String])
    /// The option wants a value and none follows; `found` is an option that stands there instead.
    case missingValue(option: String, placeholder: String, found: String?)
    /// A flag was given a value with `=`.
    case unexpectedValue(option: String)
    /// An option that holds one value was given twice.
    case repeatedOption(String)
    /// The value is none of the words the option takes.
    case notAChoice(option: String, value: String, choices: [String])
    /// The value is no integer of the range.
    case notInRange(option: String, value: String, range: ClosedRange<Int>)
    /// The value is no RFC 3339 time.
    case notATime(option: String, value: String)
    /// A required operand is absent.
    case missingOperand(String)
    /// A required option is absent.
    case missingOption(String, placeholder: String)
    /// More operands than the command takes; the first one too many.
    case unexpectedOperand(String)
    /// Two options that exclude each other.
    case conflictingOptions(String, String)
    /// An option that has no meaning without another.
    case optionNeeds(String, other: String)
    /// An option or operand whose value is not of the kind wanted, such as a SIP URI.
    case notOfKind(name: String, value: String, wanted: String)
    /// A combination that only one command refuses, in its own words.
    case other(String, hint: String)
}
