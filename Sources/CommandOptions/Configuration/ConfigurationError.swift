/// What is wrong with a configuration file, and in which line.
package struct ConfigurationError: Error, Equatable, Sendable {
    package enum Fault: Equatable, Sendable {
        /// The file is not JSON.
        case syntax
        /// The file is JSON, and not an object of objects.
        case notAnObject
        /// A member that names neither a command nor the service; the names that it could be.
        case unknownMember(String, known: [String])
        /// A member that is no option of its command; the names that it could be, without dashes.
        case unknownOption(String, known: [String])
        /// A member or option occurs twice.
        case repeatedMember(String)
        /// A value that is no text, number, `true`, `false` or list of texts.
        case wrongValue(option: String)
        /// The option, or this value of it, checks or protects less than the default.
        case loosens(option: String, value: String)
        /// A value that the command refuses.
        case refused(UsageError)
    }

    package let fault: Fault
    /// The file; empty until it is known.
    package var file = ""
    /// The line of the member or value, from 1.
    package let line: Int
}

extension ConfigurationError: CustomStringConvertible {
    /// File, line, and what is wrong; lower case, no full stop.
    package var description: String { "\(file):\(line): \(text)" }

    /// The next step: the word that was probably meant, if there is one.
    package var hint: String {
        let nearest: String? =
            switch fault {
            case .unknownMember(let name, let known): NearestWord.to(name, among: known)
            case .unknownOption(let option, let known):
                NearestWord.to(String(option.drop { $0 == "-" }), among: known)
            case .refused(.notAChoice(_, let value, let choices)): NearestWord.to(value, among: choices)
            case .syntax, .notAnObject, .repeatedMember, .wrongValue, .loosens, .refused: nil
            }
        return (nearest.map { "did you mean '\($0)'? " } ?? "") + "correct the file, or give '--no-config'"
    }

    private var text: String {
        switch fault {
        case .syntax: "not JSON"
        case .notAnObject: "not an object"
        case .unknownMember(let name, _): "unknown member '\(name)'"
        case .unknownOption(let option, _): "unknown option '\(option)'"
        case .repeatedMember(let name): "repeated member '\(name)'"
        case .wrongValue(let option): "invalid kind of value for '\(option)'"
        case .loosens(let option, ""): "'\(option)' is allowed on the command line only"
        case .loosens(let option, let value): "'\(option) \(value)' is allowed on the command line only"
        case .refused(let error): error.description
        }
    }
}
