/// A socket of the service, and the profile of its clients.
public struct SocketConfiguration: Sendable {
    /// Where clients connect.
    public enum Address: Sendable, Equatable {
        /// A file name.
        case path(String)
        /// A port of the loopback interface; clients need the token in a file.
        case loopback(port: Int, tokenFile: String)
    }

    /// The name in the configuration and in logs.
    public let name: String
    /// Where clients connect.
    public let address: Address
    /// What its clients may do.
    public let profile: Profile

    /// Creates a socket.
    public init(name: String, address: Address, profile: Profile) {
        self.name = name
        self.address = address
        self.profile = profile
    }
}
