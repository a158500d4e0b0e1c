/// A socket of the service, and the profile of its clients.
public struct SocketConfiguration: Sendable {
    /// An address that clients connect to.
    public enum Address: Sendable, Equatable {
        /// A file name.
        case path(String)
        /// A port of the loopback interface; clients need the token in the file.
        case loopback(port: Int, tokenFile: String)
    }

    /// The name in the configuration and in logs.
    public let name: String
    /// The address that clients connect to.
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
