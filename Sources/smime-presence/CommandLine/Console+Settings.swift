import CommandFiles
import CommandOptions

extension Console {
    /// The settings of the configuration files, after every value in them has been checked.
    func checkedSettings(for commands: ProgramCommands) throws(CommandFailure) -> [ConfigurationFile.Setting]
    {
        let settings = try settings(for: commands)
        do throws(ConfigurationError) { try commands.check(settings) } catch {
            throw CommandFailure(.configuration(error), help: "")
        }
        return settings
    }

    /// The settings of the configuration files, those of the user first.
    func settings(for commands: ProgramCommands) throws(CommandFailure) -> [ConfigurationFile.Setting] {
        var settings: [ConfigurationFile.Setting] = []
        for file in configurationFiles {
            let octets: [UInt8]?
            do throws(FileError) {
                octets = try readConfiguration(file, limit: ConfigurationFile.maximumOctets)
            } catch {
                throw CommandFailure(error)
            }
            guard let octets else { continue }
            do throws(ConfigurationError) {
                settings += try ConfigurationFile(octets, file: file, commands: commands.commandNames)
                    .settings
            } catch {
                throw CommandFailure(.configuration(error), help: "")
            }
        }
        return settings
    }
}
