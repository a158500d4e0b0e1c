import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on SIGHUP, and replaces the profiles of the sockets.
///
/// Sockets, limits and the store do not change; an invalid configuration changes nothing.
struct Reloading: Service {
    let read: @Sendable () throws(ConfigurationFault) -> ServiceConfiguration
    let profiles: [String: CurrentProfile]
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { reload() }
    }

    private func reload() {
        let configuration: ServiceConfiguration
        do throws(ConfigurationFault) { configuration = try read() } catch {
            logger.error("invalid configuration; the old one stays in use", metadata: ["error": "\(error)"])
            return
        }
        for socket in configuration.sockets { profiles[socket.name]?.replace(with: socket.profile) }
        logger.notice("read the configuration again", metadata: ["sockets": "\(configuration.sockets.count)"])
    }
}
