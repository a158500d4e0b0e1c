/// What is wrong with a command line.
package indirect enum UsageError: Error, Equatable, Sendable {
    /// No command has this name.
    case unknownCommand(String, known: [String])
    /// The word is a subcommand of nouns; the whole commands.
    case missingNoun(String, commands: [String])
    /// A noun such as "cert" without a subcommand.
    case incompleteCommand(String, verbs: [String])
    /// An option precedes the command.
    case optionBeforeCommand(String)
    /// The command has no such option.
    case unknownOption(String, known: [String])
    /// The option requires a value and none follows; `found` is the option that follows instead.
    case missingValue(option: String, placeholder: String, found: String?)
    /// A flag was given a value with `=`.
    case unexpectedValue(option: String)
    /// An option that holds one value was given twice.
    case repeatedOption(String)
    /// The value is not one of `choices`.
    case notAChoice(option: String, value: String, choices: [String])
    /// The value is not an integer in the range.
    case notInRange(option: String, value: String, range: ClosedRange<Int>)
    /// The value is not an RFC 3339 time.
    case notATime(option: String, value: String)
    /// A required argument is missing.
    case missingOperand(String)
    /// A required option is missing.
    case missingOption(String, placeholder: String)
    /// The command takes fewer arguments; the first unexpected one.
    case unexpectedOperand(String)
    /// Two options that cannot be combined.
    case conflictingOptions(String, String)
    /// An option that requires another one.
    case optionNeeds(String, other: String)
    /// An option or argument whose value is not of the required kind, such as a SIP URI.
    case notOfKind(name: String, value: String, wanted: String)
    /// A configuration file that the command cannot use.
    case configuration(ConfigurationError)
    /// A fault that only one command has, with its own message.
    case other(String, hint: String)
}
