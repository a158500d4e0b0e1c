import Configuration
import Foundation
public import Logging
import SMIMEBody

/// The command-line arguments of the service.
public struct ServiceArguments: Sendable {
    /// The configuration file; nil for the default one, which may be missing.
    public var file: String?
    /// The location of the store.
    public var store: String?
    /// The path of the only socket, with the default profile.
    public var socket: String?
    /// Whether logs may contain addresses of users.
    public var logsIdentities = false
    /// The lowest level of log entries.
    public var logLevel: Logger.Level?

    /// Creates empty arguments.
    public init() {}
}

extension ServiceConfiguration {
    /// The file of the administrator.
    public static let defaultFile = "/etc/smime-presence/config.json"

    /// Reads the member `service` of the configuration file, the environment and the arguments.
    ///
    /// The environment takes precedence over the file, except for store and sockets, and the arguments over
    /// both.
    ///
    /// - Throws: ``ConfigurationFault``; one about a member names the file.
    public static func read(
        _ arguments: ServiceArguments, environment: [String: String]
    ) throws(ConfigurationFault) -> ServiceConfiguration {
        do throws(ConfigurationFault) { return try values(arguments, environment: environment) } catch {
            throw error.located(in: arguments.file ?? defaultFile)
        }
    }

    private static func values(
        _ arguments: ServiceArguments, environment: [String: String]
    ) throws(ConfigurationFault) -> ServiceConfiguration {
        let variables = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment)
                .prefixKeys(with: "smime-presence"))
        let file = ConfigReader(provider: try FileSettings.provider(arguments.file)).scoped(to: "service")
        let values = ConfigurationValues(variables: variables, file: file)
        let state = environment["STATE_DIRECTORY"].map { $0 + "/store.db" }
        // The store of an administrator's shell can have the key of a CA.
        if arguments.store == nil, let variable = values.variable("store"),
            let member = file.string(forKey: "store"), member != variable
        {
            throw .hiddenStore
        }
        guard let store = arguments.store ?? values.text("store") ?? state else { throw .missingStore }
        var configuration = ServiceConfiguration(
            store: store,
            sockets: try sockets(
                arguments.socket, variable: values.variable("socket"),
                default: environment["RUNTIME_DIRECTORY"].map { $0 + "/socket" }, file),
            threads: try values.number("threads", 1...256) ?? ProcessInfo.processInfo.activeProcessorCount)
        configuration.passphraseFile = values.text("passphrase-file")
        try configuration.read(values)
        let logsIdentities = try values.truth("log-identities") ?? false
        configuration.logsIdentities = arguments.logsIdentities || logsIdentities
        if let level = values.text("log-level") {
            guard let known = Logger.Level(rawValue: level) else {
                throw values.fault(
                    "log-level",
                    expected: Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))
            }
            configuration.logLevel = known
        }
        if let level = arguments.logLevel { configuration.logLevel = level }
        return configuration
    }

    private mutating func read(_ values: ConfigurationValues) throws(ConfigurationFault) {
        queue = try values.number("queue", 1...65_536) ?? queue
        connections = try values.number("connections", 1...65_536) ?? connections
        peerConnections = try values.number("peer-connections", 1...65_536)
        bodyOctets = try values.number("body-octets", 1 << 21...1 << 34) ?? bodyOctets
        messagesPerSecond = try values.number("messages-per-second", 1...1_000_000) ?? messagesPerSecond
        maximumAge = try values.number("max-age", 1...3600) ?? maximumAge
        if let pad = try values.number("pad", 0...65_536) { padding = pad == 0 ? nil : pad }
    }

    private static func sockets(
        _ option: String?, variable: String?, default standard: String?, _ file: ConfigReader
    ) throws(ConfigurationFault) -> [SocketConfiguration] {
        let names = file.stringArray(forKey: "sockets", default: [])
        // A socket that silently replaces those of the file would have another profile than the file says.
        if option == nil, variable != nil, !names.isEmpty { throw .hiddenSockets }
        if let path = option ?? variable ?? (names.isEmpty ? standard : nil) {
            let profile = try Profile.read("default", from: file, isDefault: true)
            return [SocketConfiguration(name: "default", address: .path(path), profile: profile)]
        }
        guard !names.isEmpty else { throw .missingSocket }
        var sockets: [SocketConfiguration] = []
        for name in names {
            let member = file.scoped(to: ConfigKey(["socket", name]))
            let given = member.string(forKey: "profile", default: "default")
            let profile = try Profile.read(given, from: file, isDefault: given == "default")
            let address = try address(of: name, member)
            if case .loopback = address, !profile.peers.isEmpty { throw .peersOfPort(socket: name) }
            sockets.append(SocketConfiguration(name: name, address: address, profile: profile))
        }
        return sockets
    }

    private static func address(
        of name: String, _ member: ConfigReader
    ) throws(ConfigurationFault) -> SocketConfiguration.Address {
        switch (member.string(forKey: "path"), member.int(forKey: "port")) {
        case (let path?, nil):
            // A file has no token, which would be ignored.
            if member.string(forKey: "token-file") != nil { throw .tokenOfPath(socket: name) }
            return .path(path)
        case (nil, let port?):
            guard let token = member.string(forKey: "token-file") else { throw .missingToken(socket: name) }
            return .loopback(port: port, tokenFile: token)
        case (nil, nil), (_?, _?): throw .socketAddress(name)
        }
    }
}
