package import CommandOptions

/// The output formats of a list.
package enum ListFormat: String, CaseIterable {
    case text, json
}

extension ListFormat {
    /// The option of commands that change something; messages go to standard error in either format.
    package static func ofChanges<Root>(_ path: WritableKeyPath<Root, ListFormat>) -> Option<Root> {
        .choice(
            "--format", as: "FORMAT", into: path,
            help: "json also writes the result to standard output (default: text)")
    }
}
