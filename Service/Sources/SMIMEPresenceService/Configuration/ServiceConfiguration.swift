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
    /// The number of messages that are worked on or wait, at most; more are answered 503.
    public var queue = 256
    /// The number of connections of each socket at most; more are closed.
    public var connections = 1024
    /// The octets of all bodies in memory together, at most.
    public var bodyOctets = 32 << 20
    /// The messages a second that the ledger has room for.
    public var messagesPerSecond = 400
    /// The maximum age of a message in seconds.
    public var maximumAge = 300
    /// The octets to a multiple of which signed content is padded; nil for no padding.
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

    /// The entries that the ledger may hold: each message has up to four, and is remembered for twice its
    /// maximum age and the tolerated difference of clocks.
    public var ledgerCapacity: Int { messagesPerSecond * (2 * maximumAge + 120) * 4 }
    /// The entries that one user may hold.
    public var ledgerShare: Int { max(64, ledgerCapacity / 1000) }
}
