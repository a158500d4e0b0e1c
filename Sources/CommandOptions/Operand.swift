/// An argument of a command without an option name, such as a file or a URI.
package struct Operand<Root> {
    /// The word in the help page, such as "MESSAGE".
    package let placeholder: String
    package let isRequired: Bool
    /// Whether it may be given any number of times; only the last one of a command.
    package var isRepeatable = false
    /// The allowed values; empty if any value is allowed.
    package var choices: [String] = []
    package let help: String
    package let store: (inout Root, String) throws(UsageError) -> Void

    package static func required(
        _ placeholder: String, into path: WritableKeyPath<Root, String>, help: String
    ) -> Operand {
        Operand(placeholder: placeholder, isRequired: true, help: help) { $0[keyPath: path] = $1 }
    }

    package static func optional(
        _ placeholder: String, into path: WritableKeyPath<Root, String?>, help: String
    ) -> Operand {
        Operand(placeholder: placeholder, isRequired: false, help: help) { $0[keyPath: path] = $1 }
    }

    /// Any number of times, or not at all.
    package static func repeated(
        _ placeholder: String, into path: WritableKeyPath<Root, [String]>, help: String
    ) -> Operand {
        Operand(placeholder: placeholder, isRequired: false, isRepeatable: true, help: help) {
            $0[keyPath: path].append($1)
        }
    }

    /// One of the raw values of an enumeration.
    package static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ placeholder: String, into path: WritableKeyPath<Root, Choice?>, help: String
    ) -> Operand {
        let choices = Choice.allCases.map(\.rawValue)
        return Operand(placeholder: placeholder, isRequired: true, choices: choices, help: help) {
            (root, value) throws(UsageError) in
            guard let choice = Choice(rawValue: value) else {
                throw .notAChoice(option: placeholder, value: value, choices: choices)
            }
            root[keyPath: path] = choice
        }
    }

    /// The text in the usage line.
    package var usage: String { isRequired ? placeholder : "[\(placeholder)\(isRepeatable ? "…" : "")]" }
}
