/// The reason why a configuration is invalid.
public indirect enum ConfigurationFault: Error, Equatable, Sendable {
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// A file that a profile names is invalid.
    case invalidFile(String, reason: String)
    /// Other users may write the file.
    case writableByOthers(file: String)
    /// A member is unknown; `nearest` is the known name that is most similar.
    case unknownMember(String, nearest: String?)
    /// A member is repeated, so that two readers could read two values.
    case repeatedMember(String)
    /// A value has the wrong kind, or is outside its range.
    case invalidValue(member: String, expected: String)
    /// Two members exclude each other.
    case exclusive(String, String)
    /// A member has no effect without one of the others.
    case missingMember(for: String, anyOf: [String])
    /// An environment variable is outside its range.
    case invalidVariable(String, expected: String)
    /// A member of the configuration file is invalid.
    case member(ConfigurationFault, file: String)
    /// A socket has neither `path` nor `port`, or both.
    case socketAddress(String)
    /// A TCP socket has no token file.
    case missingToken(socket: String)
    /// A Unix socket has a token file.
    case tokenOfPath(socket: String)
    /// A TCP socket has a profile with `peers`, although its clients have no known user.
    case peersOfPort(socket: String)
    /// SMIME_PRESENCE_SOCKET is set, and the file has `sockets`.
    case hiddenSockets
    /// SMIME_PRESENCE_STORE is set, and the file has another `store`.
    case hiddenStore
    /// The profile of a socket is not in `profile`.
    case unknownProfile(String)
    /// There is neither `--store` nor a member `store`.
    case missingStore
    /// There is neither `--socket` nor a member `sockets`.
    case missingSocket
}

extension ConfigurationFault: CustomStringConvertible {
    /// The error message.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read '\(file)': \(reason)"
        case .invalidFile(let file, let reason): "'\(file)': \(reason)"
        case .writableByOthers(let file): "other users can write '\(file)'"
        case .unknownMember(let name, let nearest):
            "unknown member '\(name)'" + (nearest.map { ", did you mean '\($0)'?" } ?? "")
        case .repeatedMember(let name): "member '\(name)' is repeated"
        case .invalidValue(let member, let expected): "invalid value for '\(member)': expected \(expected)"
        case .exclusive(let first, let second): "members '\(first)' and '\(second)' cannot be combined"
        case .missingMember(let member, let others):
            "member '\(member)' requires \(others.map { "'\($0)'" }.joined(separator: " or "))"
        case .invalidVariable(let name, let expected): "invalid value for \(name): expected \(expected)"
        case .member(let fault, let file): "'\(file)': \(fault)"
        case .socketAddress(let name): "socket '\(name)' requires either 'path' or 'port'"
        case .missingToken(let socket): "socket '\(socket)' requires 'token-file', because it is a port"
        case .tokenOfPath(let socket): "socket '\(socket)' has a 'path', so it cannot have 'token-file'"
        case .peersOfPort(let socket): "socket '\(socket)' is a port, so its profile cannot have 'peers'"
        case .hiddenStore: "SMIME_PRESENCE_STORE names another store than the member 'store'"
        case .hiddenSockets: "SMIME_PRESENCE_SOCKET and the member 'sockets' cannot be combined"
        case .unknownProfile(let name): "there is no profile '\(name)'"
        case .missingStore: "no store: give '--store LOCATION', or the member 'store'"
        case .missingSocket: "no socket: give '--socket PATH', or the member 'sockets'"
        }
    }
}

extension ConfigurationFault {
    /// Returns the fault with the name of the configuration file, unless it is not about a member of it.
    func located(in file: String) -> ConfigurationFault {
        switch self {
        case .unknownMember, .repeatedMember, .invalidValue, .exclusive, .missingMember, .socketAddress,
            .missingToken, .tokenOfPath, .peersOfPort, .hiddenSockets, .hiddenStore, .unknownProfile:
            .member(self, file: file)
        case .unreadable, .invalidFile, .writableByOthers, .invalidVariable, .member, .missingStore,
            .missingSocket:
            self
        }
    }
}
