extension ArgumentParser {
    /// Returns the command with the settings for options that are not on the command line.
    ///
    /// Of two settings of one option the first counts.
    ///
    /// - Throws: what the command refuses without them; ``UsageError/configuration(_:)`` for a setting that
    ///   is refused, or cannot be combined with the command line.
    mutating func command(with settings: [ConfigurationFile.Setting]) throws(UsageError) -> C {
        let plain = command
        let applied = try apply(settings)
        do throws(UsageError) {
            try command.validate()
        } catch {
            try plain.validate()
            throw applied.last.map { .configuration($0.error(.refused(error))) } ?? error
        }
        return command
    }

    /// Checks the settings of this command.
    ///
    /// - Throws: ``ConfigurationError`` for the first that the command refuses.
    static func check(_ settings: [ConfigurationFile.Setting]) throws(ConfigurationError) {
        for setting in settings {
            var parser = ArgumentParser(program: ProgramOptions())
            try parser.apply(setting)
        }
    }

    /// Applies settings, and returns those that count.
    private mutating func apply(
        _ settings: [ConfigurationFile.Setting]
    ) throws(UsageError) -> [ConfigurationFile.Setting] {
        var counting: [ConfigurationFile.Setting] = []
        do throws(ConfigurationError) {
            for setting in settings where try apply(setting) { counting.append(setting) }
        } catch {
            throw .configuration(error)
        }
        return counting
    }

    /// Applies a setting unless its option is set already; returns whether it did.
    @discardableResult
    private mutating func apply(_ setting: ConfigurationFile.Setting) throws(ConfigurationError) -> Bool {
        guard let option = option(named: setting.option), setting.option.hasPrefix("--") else {
            // A flag that loosens is not suggested: it would be refused.
            let known = C.options.filter { $0.placeholder != nil || !$0.isLoosened(by: "") }
            throw setting.error(
                .unknownOption(
                    setting.option,
                    known: known.flatMap(\.names).filter { $0.hasPrefix("--") }.map {
                        String($0.dropFirst(2))
                    }))
        }
        let values = setting.values ?? [""]
        for value in values where option.isLoosened(by: value) {
            throw setting.error(.loosens(option: setting.option, value: value))
        }
        let takesValue = option.placeholder != nil
        guard takesValue == (setting.values != nil), values.count == 1 || option.isRepeatable else {
            throw setting.error(.wrongValue(option: setting.option))
        }
        if seen.contains(option.names[0]) { return false }
        seen.append(option.names[0])
        do throws(UsageError) {
            for value in values { try option.store(&command, value, setting.option) }
        } catch {
            throw setting.error(.refused(error))
        }
        return true
    }
}
