import CMS
import CertStore
import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import SMIMEAgent
import ServiceLifecycle
import UnixSignals

/// The whole service: its sockets, agents, and the tasks that keep the store's state confirmed.
public struct PresenceService: Sendable {
    /// The time without an answer after which a database counts as lost.
    static let readingPatience = Duration.seconds(5)
    /// The same for the ledger, which may wait for another writer for 10 seconds.
    static let writingPatience = Duration.seconds(12)

    private let configuration: ServiceConfiguration
    private let agents: ServiceAgents
    private let readiness = Readiness()
    private let registry: PrometheusRegistry
    private let metrics: ServiceMetrics
    private let logger: Logger
    private let profiles: [String: CurrentProfile]

    /// Opens the store and runs the self-test.
    ///
    /// - Throws: ``ServiceFailure`` if the passphrase or the store cannot be read, or the self-test fails.
    public init(_ configuration: ServiceConfiguration, logger: Logger) throws(ServiceFailure) {
        self.configuration = configuration
        self.logger = logger
        let registry = PrometheusRegistry()
        self.registry = registry
        let metrics = ServiceMetrics(registry)
        self.metrics = metrics
        profiles = Dictionary(
            configuration.sockets.map { ($0.name, CurrentProfile($0.profile)) }, uniquingKeysWith: { $1 })
        let passphrase = try configuration.passphraseFile.map { (file) throws(ServiceFailure) in
            try SecretFile.firstLine(of: file)
        }
        SQLiteConfiguration.limitMemory()
        do throws(CertStoreError) {
            let limits = LedgerLimits(
                capacity: configuration.ledgerCapacity, share: configuration.ledgerShare)
            let open = { @Sendable () throws(CertStoreError) in
                let certificates = try CertStore.open(configuration.store, patience: Self.readingPatience)
                if try certificates.isEncrypted, passphrase == nil { throw CertStoreError.passphraseRequired }
                let ledger = try CertStore.open(configuration.store, patience: Self.writingPatience)
                return MessageStore(
                    certificates, ledger: ledger, passphrase: passphrase,
                    freshness: .confirmed(within: .seconds(1)), limits: limits)
            }
            let store = try open()
            try store.confirm()
            _ = readiness.confirm(true)
            let failures = FailureLog(logger: logger)
            agents = ServiceAgents(
                store, configuration: configuration, open: open, committed: { metrics.committed($0) },
                failed: { failures.note($0) })
        } catch {
            throw .store(error)
        }
        try SelfTest.run(at: agents.now)
        readiness.passedTest()
    }

    /// Serves until SIGTERM or SIGINT, and then finishes the requests in progress.
    ///
    /// - Parameter read: reads the configuration again, on SIGHUP.
    /// - Throws: ``ServiceFailure`` if a socket cannot be used.
    public func run(
        rereading read: @escaping @Sendable () throws(ConfigurationFault) -> ServiceConfiguration
    ) async throws {
        // The file mode lets the group connect; the peers of the profile then decide.
        umask(0o117)
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        var locks: [LockFile] = []
        var services: [any Service] = []
        let signal = ChangeSignal()
        services.append(
            Freshness(
                agents: agents, readiness: readiness, logger: logger, metrics: metrics, signal: signal))
        if configuration.store.contains("://") {
            services.append(
                ChangeNotifications(location: configuration.store, signal: signal, logger: logger))
        }
        services.append(StoreFigures(agents: agents, metrics: metrics, logger: logger))
        services.append(Reloading(read: read, profiles: profiles, logger: logger))
        if let interval = manager.watchdogInterval {
            services.append(Watchdog(manager: manager, interval: interval, readiness: readiness))
        }
        let opened = OpenedSockets(count: configuration.sockets.count) { manager.notify(.ready) }
        for socket in configuration.sockets {
            if case .path(let path) = socket.address {
                locks.append(try LockFile(beside: path))
            }
            services.append(
                SocketService(address: socket.address, service: try application(for: socket, opened: opened)))
        }
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
        manager.notify(.stopping)
        await agents.threads.stop()
        withExtendedLifetime(locks) {}
    }

    private func application(
        for socket: SocketConfiguration, opened: OpenedSockets
    ) throws(ServiceFailure) -> some ApplicationProtocol {
        let profile = profiles[socket.name] ?? CurrentProfile(socket.profile)
        let routes = ServiceRoutes(
            agents: agents, profile: profile, readiness: readiness, registry: registry, metrics: metrics)
        let address: BindAddress
        let token: TokenGate?
        let peers: @Sendable () -> Set<UInt32>?
        switch socket.address {
        case .path(let path):
            (address, token, peers) = (.unixDomainSocket(path: path), nil, { profile.now.peers })
        case .loopback(let port, let file):
            let secret = try SecretFile.firstLine(of: file)
            token = TokenGate(token: secret.copied(), port: port)
            (address, peers) = (.hostname("127.0.0.1", port: port), { nil })
        }
        // One user must not keep the others out.
        let maximumOfPeer = configuration.peerConnections ?? max(1, configuration.connections * 3 / 4)
        let limits = ConnectionGate.Limits(
            maximum: configuration.connections, maximumOfPeer: maximumOfPeer,
            requestTime: .init(configuration.transferTime), peers: peers)
        let channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ConnectionGate(limits)], idleTimeout: .seconds(60),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16_384, maxHeaderListSize: 65_536, maxHeaderFieldCount: 100))
        var logger = logger
        logger[metadataKey: "socket"] = "\(socket.name)"
        return Application(
            router: routes.router(token: token),
            server: HTTPServerBuilder {
                EventLoopChannel(HTTP1Channel(responder: $0, configuration: channel))
            },
            configuration: .init(address: address, backlog: 1024),
            onServerRunning: { _ in opened.add() }, logger: logger)
    }
}
