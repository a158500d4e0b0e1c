import Glibc
import NIOCore
import NIOHTTPTypes
import Synchronization

/// What the kernel knows of the process at the other end of a Unix socket: `struct ucred` of socket(7).
private struct PeerCredentials {
    var process: Int32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
}

/// Decides whether the peer of a connection may connect, and how long a request may take to arrive.
///
/// It closes connections of other users (SO_PEERCRED), connections beyond the limit, and those whose request
/// is not complete in time.
final class ConnectionGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What the connections of a socket share.
    final class Limits: Sendable {
        fileprivate let maximum: Int
        private let maximumOfPeer: Int
        fileprivate let peers: @Sendable () -> Set<UInt32>?
        fileprivate let requestTime: TimeAmount
        private let count = Atomic<Int>(0)
        private let countOfPeers = Mutex<[UInt32: Int]>([:])

        /// Creates limits; `peers` returns the users who may connect now, nil for a socket without users.
        ///
        /// The service's own user and root have no limit of their own.
        init(
            maximum: Int, maximumOfPeer: Int? = nil, requestTime: TimeAmount = .seconds(10),
            peers: @escaping @Sendable () -> Set<UInt32>?
        ) {
            self.maximum = maximum
            self.maximumOfPeer = maximumOfPeer ?? maximum
            self.peers = peers
            self.requestTime = requestTime
        }

        /// The number of open connections.
        var open: Int { count.load(ordering: .relaxed) }

        fileprivate func add() -> Bool { count.add(1, ordering: .relaxed).newValue <= maximum }
        fileprivate func remove() { count.subtract(1, ordering: .relaxed) }

        /// Counts a connection of a user; returns false if the user has too many.
        fileprivate func add(_ user: UInt32) -> Bool {
            countOfPeers.withLock { counts in
                guard counts[user, default: 0] < maximumOfPeer else { return false }
                counts[user, default: 0] += 1
                return true
            }
        }

        fileprivate func remove(_ user: UInt32) {
            countOfPeers.withLock { counts in
                counts[user] = counts[user].flatMap { $0 > 1 ? $0 - 1 : nil }
            }
        }
    }

    private let limits: Limits
    private var isCounted = false
    /// The user whose connection it is, if it counts for that user.
    private var countedUser: UInt32?
    /// Closes the connection unless the request has arrived by then.
    private var requestDeadline: Scheduled<Void>?
    /// Closes the connection unless the client has read the answer by then.
    private var answerDeadline: Scheduled<Void>?

    init(_ limits: Limits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        isCounted = true
        guard limits.add(), isPeerAllowed(context.channel), countPeer(context.channel) else {
            context.close(promise: nil)
            return
        }
        // A client that connects must send a request.
        requestDeadline = closing(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { forget() }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            // A profile that was read again may have other peers.
            guard isPeerAllowed(context.channel) else { return context.close(promise: nil) }
            requestDeadline?.cancel()
            requestDeadline = closing(context)
        case .body: break
        case .end:
            requestDeadline?.cancel()
            requestDeadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            answerDeadline?.cancel()
            answerDeadline = closing(context)
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            let deadline = answerDeadline
            written.futureResult.whenComplete { _ in deadline?.cancel() }
            context.write(data, promise: written)
        }
    }

    private func closing(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: limits.requestTime) { channel.close(promise: nil) }
    }

    private func forget() {
        requestDeadline?.cancel()
        answerDeadline?.cancel()
        if isCounted { limits.remove() }
        isCounted = false
        if let countedUser { limits.remove(countedUser) }
        countedUser = nil
    }

    private func countPeer(_ channel: any Channel) -> Bool {
        guard limits.peers() != nil, let user = user(of: channel), user != 0, user != geteuid() else {
            return true
        }
        guard limits.add(user) else { return false }
        countedUser = user
        return true
    }

    /// Asks the kernel who connected; without an answer the peer is not allowed.
    private func isPeerAllowed(_ channel: any Channel) -> Bool {
        guard let peers = limits.peers() else { return true }
        guard let user = user(of: channel) else { return false }
        return user == 0 || user == geteuid() || peers.contains(user)
    }

    private func user(of channel: any Channel) -> UInt32? {
        guard let options = channel as? any SocketOptionProvider else { return nil }
        let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
        let found: EventLoopFuture<PeerCredentials> = options.unsafeGetSocketOption(
            level: .socket, name: name)
        // On its own event loop the option is read at once.
        var user: UInt32?
        found.assumeIsolated().whenSuccess { user = $0.user }
        return user
    }
}
