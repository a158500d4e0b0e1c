import ArgumentParser
import Foundation
import Logging
import SMIMEPresenceService

/// The program of the service.
@main
struct SmimePresenced: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "smime-presenced",
        abstract: "protect and open SIP presence messages for the programs of this machine",
        discussion: """
            Serves HTTP on a Unix socket: POST a SIP message to /v1/protect or /v1/open. All services of a \
            store together accept each message once. The member 'service' of the configuration file sets \
            sockets, profiles and limits; see docs/service.md.
            """,
        version: "0.2.0")

    @Option(
        help: ArgumentHelp(
            "open only this Unix socket, with the profile 'default'; ignores the sockets of the file",
            valueName: "PATH"))
    var socket: String?

    @Option(help: ArgumentHelp("the store: a file, or postgresql://…", valueName: "LOCATION"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "the configuration file (default: \(ServiceConfiguration.defaultFile))", valueName: "FILE"))
    var config: String?

    @Flag(help: "let logs contain addresses of users")
    var logIdentities = false

    @Option(
        help: ArgumentHelp(
            "the lowest level of log entries: \(Self.levels) (default: info)", valueName: "LEVEL"),
        transform: Self.level)
    var logLevel: Logger.Level?

    func run() async throws {
        var arguments = ServiceArguments()
        arguments.file = config
        arguments.store = store
        arguments.socket = socket
        arguments.logsIdentities = logIdentities
        arguments.logLevel = logLevel
        do {
            let given = arguments
            let read = { @Sendable () throws(ConfigurationFault) in
                try ServiceConfiguration.read(given, environment: ProcessInfo.processInfo.environment)
            }
            let configuration: ServiceConfiguration
            do throws(ConfigurationFault) { configuration = try read() } catch {
                throw ServiceFailure.configuration(error)
            }
            var logger = Logger(label: "smime-presenced", factory: StreamLogHandler.standardError(label:))
            logger.logLevel = configuration.logLevel
            try await PresenceService(configuration, logger: logger).run(rereading: read)
        } catch let failure as ServiceFailure {
            FileHandle.standardError.write(Data("smime-presenced: error: \(failure)\n".utf8))
            throw ExitCode(2)
        }
    }

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("expected one of: \(levels)")
        }
        return level
    }
}
