/// What is wrong with a configuration file, and in which line.
package struct ConfigurationError: Error, Equatable, Sendable {
    package enum Fault: Equatable, Sendable {
        /// The file is not JSON.
        case syntax
        /// The file is JSON, and not an object of objects.
        case notAnObject
        /// A member that names neither a command nor the service.
        case unknownMember(String)
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

    private var text: String {
        switch fault {
        case .syntax: "not JSON"
        case .notAnObject: "not an object"
        case .unknownMember(let name): "unknown member '\(name)'"
        case .repeatedMember(let name): "repeated member '\(name)'"
        case .wrongValue(let option): "invalid kind of value for '\(option)'"
        case .loosens(let option, ""): "'\(option)' is allowed on the command line only"
        case .loosens(let option, let value): "'\(option) \(value)' is allowed on the command line only"
        case .refused(let error): error.description
        }
    }
}
