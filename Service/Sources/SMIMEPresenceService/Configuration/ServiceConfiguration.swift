public import Logging

/// The settings of the service.
public struct ServiceConfiguration: Sendable {
    /// The location of the store: a file, or `postgresql://…`.
    public var store: String
    /// The file with the passphrase of the store's private keys; nil if they are not encrypted.
    public var passphraseFile: String?
    /// The sockets, at least one.
    public var sockets: [SocketConfiguration]
    /// The number of threads for cryptography.
    public var threads: Int
    /// The maximum number of messages in progress or waiting; more are answered 503.
    public var queue = 256
    /// The maximum number of connections of each socket; more are closed.
    public var connections = 1024
    /// The maximum number of connections of each socket for one user; nil for three quarters of all.
    public var peerConnections: Int?
    /// The time within which a request must arrive, and its answer be read.
    var transferTime = Duration.seconds(10)
    /// The maximum octets of all bodies in memory together.
    public var bodyOctets = 32 << 20
    /// The messages per second that the ledger has room for.
    public var messagesPerSecond = 400
    /// The maximum age of a message in seconds.
    public var maximumAge = 300
    /// Signed content is padded to a multiple of this many octets; nil for no padding.
    public var padding: Int? = 256
    /// Whether logs may contain addresses of users.
    public var logsIdentities = false
    /// The lowest level of log entries that are written.
    public var logLevel = Logger.Level.info

    /// Creates the default settings for a store and its sockets.
    public init(store: String, sockets: [SocketConfiguration], threads: Int) {
        self.store = store
        self.sockets = sockets
        self.threads = threads
    }

    /// The maximum number of entries in the ledger.
    ///
    /// Each message has up to four, which are kept for twice the maximum age and the tolerated difference of
    /// clocks.
    public var ledgerCapacity: Int { messagesPerSecond * (2 * maximumAge + 120) * 4 }
    /// The maximum number of entries of one signer.
    public var ledgerShare: Int { max(64, ledgerCapacity / 1000) }
}
