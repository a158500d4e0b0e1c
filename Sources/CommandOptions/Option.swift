/// A named option of a command: its spellings, the property it sets and its help.
///
/// Not `Sendable`, since key paths are not: tables of options are computed properties. A key path is made
/// only when its option is given: making those of a whole table takes as long as a signature.
package struct Option<Root> {
    /// Every spelling, short ones first: "-o", "--output".
    package let names: [String]
    /// The word for the value in the help page, such as "FILE"; nil for a flag.
    package let placeholder: String?
    package let isRepeatable: Bool
    /// The allowed values; empty if any value is allowed.
    package let choices: [String]
    package let help: String
    /// Whether a value (empty for a flag) makes the command check or protect less than the default, so that
    /// configuration files must not hold it; nil if none does.
    private var loosens: (@Sendable (_ value: String) -> Bool)?
    /// Stores a value (empty for a flag) in the command, given the spelling that was used.
    package let store: (_ root: inout Root, _ value: String, _ spelling: String) throws(UsageError) -> Void

    init(
        names: [String], placeholder: String?, isRepeatable: Bool, choices: [String], help: String,
        store: @escaping (_ root: inout Root, _ value: String, _ spelling: String) throws(UsageError) -> Void
    ) {
        self.names = names
        self.placeholder = placeholder
        self.isRepeatable = isRepeatable
        self.choices = choices
        self.help = help
        self.store = store
    }

    /// The same option, marked as one that makes the command check or protect less, if the condition holds
    /// for the value.
    package func loosening(
        if condition: @escaping @Sendable (_ value: String) -> Bool = { _ in true }
    ) -> Option {
        var option = self
        option.loosens = condition
        return option
    }

    /// Whether a value (empty for a flag) makes the command check or protect less than the default.
    ///
    /// Options whose names begin with "--allow-" and "--any-" do.
    package func isLoosened(by value: String) -> Bool {
        names.contains { $0.hasPrefix("--allow-") || $0.hasPrefix("--any-") } || loosens?(value) == true
    }

    /// On or off.
    package static func flag(
        _ names: String..., into path: @autoclosure @escaping () -> WritableKeyPath<Root, Bool>, help: String
    ) -> Option {
        Option(names: names, placeholder: nil, isRepeatable: false, choices: [], help: help) {
            (root, _, _) throws(UsageError) in
            root[keyPath: path()] = true
        }
    }

    /// Any text, once.
    package static func value(
        _ names: String..., as placeholder: String,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, String?>,
        help: String
    ) -> Option {
        Option(names: names, placeholder: placeholder, isRepeatable: false, choices: [], help: help) {
            (root, value, _) throws(UsageError) in
            root[keyPath: path()] = value
        }
    }

    /// Any text, any number of times.
    package static func values(
        _ names: String..., as placeholder: String,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, [String]>,
        help: String
    ) -> Option {
        Option(names: names, placeholder: placeholder, isRepeatable: true, choices: [], help: help) {
            (root, value, _) throws(UsageError) in
            root[keyPath: path()].append(value)
        }
    }
}

extension Option {
    /// One of the raw values of an enumeration.
    package static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ names: String..., as placeholder: String,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, Choice>,
        help: String
    ) -> Option {
        choice(of: Choice.self, names, as: placeholder, help: help) { $0[keyPath: path()] = $1 }
    }

    /// One of the raw values of an enumeration; nil if not given.
    package static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ names: String..., as placeholder: String,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, Choice?>,
        help: String
    ) -> Option {
        choice(of: Choice.self, names, as: placeholder, help: help) { $0[keyPath: path()] = $1 }
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String>>(
        of type: Choice.Type, _ names: [String], as placeholder: String, help: String,
        put: @escaping (_ root: inout Root, _ choice: Choice) -> Void
    ) -> Option {
        let choices = Choice.allCases.map(\.rawValue)
        return Option(
            names: names, placeholder: placeholder, isRepeatable: false, choices: choices, help: help
        ) { (root, value, spelling) throws(UsageError) in
            guard let choice = Choice(rawValue: value) else {
                throw .notAChoice(option: spelling, value: value, choices: choices)
            }
            put(&root, choice)
        }
    }

    /// A decimal integer within a range.
    package static func integer(
        _ names: String..., as placeholder: String, in range: ClosedRange<Int>,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, Int?>, help: String
    ) -> Option {
        Option(names: names, placeholder: placeholder, isRepeatable: false, choices: [], help: help) {
            (root, value, spelling) throws(UsageError) in
            guard let number = Int(value), range.contains(number) else {
                throw .notInRange(option: spelling, value: value, range: range)
            }
            root[keyPath: path()] = number
        }
    }

    /// A value that `read` parses, or refuses.
    package static func parsed<Value>(
        _ names: [String], as placeholder: String,
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, Value?>,
        help: String, read: @escaping (_ value: String, _ spelling: String) throws(UsageError) -> Value
    ) -> Option {
        Option(names: names, placeholder: placeholder, isRepeatable: false, choices: [], help: help) {
            (root, value, spelling) throws(UsageError) in
            root[keyPath: path()] = try read(value, spelling)
        }
    }
}
