/// A configuration file: JSON, one object a command, in it one member an option without its dashes.
package struct ConfigurationFile: Sendable {
    /// The value of an option of a command.
    package struct Setting: Equatable, Sendable {
        /// The words that select the command.
        package let command: String
        /// The name of the option, such as "--cipher".
        package let option: String
        /// The values; nil for a flag.
        package let values: [String]?
        package let file: String
        /// The line of the value, from 1.
        package let line: Int

        func error(_ fault: ConfigurationError.Fault) -> ConfigurationError {
            ConfigurationError(fault: fault, file: file, line: line)
        }
    }

    /// The largest file that is read, in octets.
    package static let maximumOctets = 1 << 16
    /// The member that belongs to the service, and is not read here.
    private static let service = "service"

    /// The settings in the order of the file; a flag that is `false` is none.
    package let settings: [Setting]

    /// One line for each setting: the option as on a command line, file and line, and whether an earlier one
    /// counts instead.
    package static func lines(of settings: [Setting]) -> [String] {
        settings.indices.map { index in
            let setting = settings[index]
            let earlier = settings[..<index].first {
                $0.command == setting.command && $0.option == setting.option
            }
            let values = setting.values.map { " " + $0.joined(separator: ", ") } ?? ""
            let reason = earlier.map { "; \($0.file):\($0.line) counts" } ?? ""
            return "\(setting.command) \(setting.option)\(values) (\(setting.file):\(setting.line)\(reason))"
        }
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: the name of the file, for errors.
    ///   - commands: the names that members may have.
    /// - Throws: ``ConfigurationError`` with the line.
    package init(_ octets: [UInt8], file: String, commands: [String]) throws(ConfigurationError) {
        do throws(ConfigurationError) {
            settings = try Self.settings(octets, file: file, commands: commands)
        } catch {
            throw ConfigurationError(fault: error.fault, file: file, line: error.line)
        }
    }

    private static func settings(
        _ octets: [UInt8], file: String, commands: [String]
    ) throws(ConfigurationError) -> [Setting] {
        var settings: [Setting] = []
        var reader = ConfigurationReader(octets)
        try reader.readObject { (reader, command, line) throws(ConfigurationError) in
            if command == service { return try reader.skipValue() }
            guard commands.contains(command) else {
                throw ConfigurationError(
                    fault: .unknownMember(command, known: commands + [service]), line: line)
            }
            try reader.readObject { (reader, name, line) throws(ConfigurationError) in
                let option = "--" + name
                let values: [String]?
                switch try reader.readValue() {
                case .truth(false): return
                case .truth(true): values = nil
                case .text(let text): values = [text]
                case .list(let texts): values = texts
                case .other: throw ConfigurationError(fault: .wrongValue(option: option), line: line)
                }
                settings.append(
                    Setting(command: command, option: option, values: values, file: file, line: line))
            }
        }
        try reader.readEnd()
        return settings
    }
}

extension CommandTable {
    /// The names of all commands, for ``ConfigurationFile``.
    package var commandNames: [String] { pages.map { $0.name } }

    /// Checks the settings of every command.
    ///
    /// - Throws: ``ConfigurationError`` for the first that its command refuses.
    package func check(_ settings: [ConfigurationFile.Setting]) throws(ConfigurationError) {
        for page in pages { try Self.check(settings, of: page) }
    }

    private static func check<C: ParsableCommand>(
        _ settings: [ConfigurationFile.Setting], of _: C.Type
    ) throws(ConfigurationError) {
        try ArgumentParser<C>.check(settings.filter { $0.command == C.name })
    }
}
