import Configuration

/// Reads single values; an environment variable takes precedence over the file.
struct ConfigurationValues {
    let variables: ConfigReader
    let file: ConfigReader

    /// Returns a variable of the environment; an empty one counts as absent.
    func variable(_ name: String) -> String? {
        variables.string(forKey: ConfigKey([name])).flatMap { $0.isEmpty ? nil : $0 }
    }

    func text(_ name: String) -> String? {
        variable(name) ?? file.string(forKey: ConfigKey([name]))
    }

    /// Returns the fault of a value: it is in the environment, or else in the file.
    func fault(_ name: String, expected: String) -> ConfigurationFault {
        guard variable(name) != nil else { return .invalidValue(member: name, expected: expected) }
        let words = name.uppercased().replacing("-", with: "_")
        return .invalidVariable("SMIME_PRESENCE_" + words, expected: expected)
    }

    /// - Throws: ``ConfigurationFault/invalidVariable(_:expected:)`` if a variable is not a number in the
    ///   range; the members of the file were checked before.
    func number(_ name: String, _ range: ClosedRange<Int>) throws(ConfigurationFault) -> Int? {
        let key = ConfigKey([name])
        guard let text = variable(name) else { return file.int(forKey: key) }
        guard let number = Int(text), range.contains(number) else {
            throw fault(name, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// - Throws: ``ConfigurationFault/invalidVariable(_:expected:)`` if a variable is neither "true" nor
    ///   "false".
    func truth(_ name: String) throws(ConfigurationFault) -> Bool? {
        let key = ConfigKey([name])
        guard let text = variable(name) else { return file.bool(forKey: key) }
        guard let truth = Bool(text) else {
            throw fault(name, expected: "true or false")
        }
        return truth
    }
}
