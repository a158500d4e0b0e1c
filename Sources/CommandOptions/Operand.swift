/// What may stand on a command line without a name: one file, one URI.
package struct Operand<Root> {
    /// The word in the help page, such as "MESSAGE".
    package let placeholder: String
    package let isRequired: Bool
    /// Whether it, the last one of a command, may be given any number of times.
    package var isRepeatable = false
    package let help: String
    package let store: (inout Root, String) -> Void

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

    /// As often as wanted, or not at all.
    package static func repeated(
        _ placeholder: String, into path: WritableKeyPath<Root, [String]>, help: String
    ) -> Operand {
        Operand(placeholder: placeholder, isRequired: false, isRepeatable: true, help: help) {
            $0[keyPath: path].append($1)
        }
    }

    /// How the operand stands in the usage line.
    package var usage: String { isRequired ? placeholder : "[\(placeholder)\(isRepeatable ? "…" : "")]" }
}
