/// The reason why a configuration is invalid.
public enum ConfigurationFault: Error, Equatable, Sendable {
    /// The file cannot be read.
    case unreadable(file: String, reason: String)
    /// A file of a profile has invalid contents.
    case invalidFile(String, reason: String)
    /// Other users may write the file.
    case writableByOthers(file: String)
    /// A member that the service does not know, with the name of the known one that is nearest.
    case unknownMember(String, nearest: String?)
    /// A value of the wrong kind, or outside its range.
    case invalidValue(member: String, expected: String)
    /// A socket without `path` or `port`, or with both.
    case socketAddress(String)
    /// A TCP socket without a token file.
    case missingToken(socket: String)
    /// A token file for a socket that is a file.
    case tokenOfPath(socket: String)
    /// A profile with peers for a TCP socket, whose peers have no user.
    case peersOfPort(socket: String)
    /// A socket of the environment beside those of the file.
    case hiddenSockets
    /// A profile that no member of `profile` describes.
    case unknownProfile(String)
    /// There is neither `--store` nor a member `store`.
    case missingStore
    /// There is neither `--socket` nor a member `sockets`.
    case missingSocket
}

extension ConfigurationFault: CustomStringConvertible {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "cannot read '\(file)': \(reason)"
        case .invalidFile(let file, let reason): "'\(file)': \(reason)"
        case .writableByOthers(let file): "other users can write '\(file)'"
        case .unknownMember(let name, let nearest):
            "unknown member '\(name)'" + (nearest.map { ", did you mean '\($0)'?" } ?? "")
        case .invalidValue(let member, let expected): "member '\(member)' requires \(expected)"
        case .socketAddress(let name): "socket '\(name)' requires either 'path' or 'port'"
        case .missingToken(let socket): "socket '\(socket)' requires 'token-file', since it is not a file"
        case .tokenOfPath(let socket): "socket '\(socket)' is a file, which has no 'token-file'"
        case .peersOfPort(let socket): "socket '\(socket)' is a port, whose clients 'peers' cannot restrict"
        case .hiddenSockets: "SMIME_PRESENCE_SOCKET would hide the 'sockets' of the file"
        case .unknownProfile(let name): "there is no profile '\(name)'"
        case .missingStore: "no store: give '--store LOCATION', or the member 'store'"
        case .missingSocket: "no socket: give '--socket PATH', or the member 'sockets'"
        }
    }
}
