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
    /// The user at the other end, which stays the same.
    private var peer: UInt32?
    private var timer: ConnectionTimer?
    /// The end of the last answer, which the client may not have read as far as that.
    private var answerEnd: EventLoopFuture<Void>?

    init(_ limits: Limits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) {
        isCounted = true
        if limits.peers() != nil { peer = Self.user(of: context.channel) }
        guard limits.add(), isPeerAllowed, countPeer() else {
            context.close(promise: nil)
            return
        }
        // A client that connects must send a request.
        let timer = ConnectionTimer(context.channel, time: limits.requestTime)
        timer.beginRequest()
        self.timer = timer
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
            guard isPeerAllowed else { return context.close(promise: nil) }
            timer?.beginRequest()
        case .body: break
        case .end: timer?.endRequest()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            timer?.beginAnswer()
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            answerEnd = written.futureResult
            timer?.endAnswer(with: written.futureResult)
            context.write(data, promise: written)
        }
    }

    /// Closes the connection after the answer that is being written.
    ///
    /// A service that stops closes each connection when the last part of its answer is on the way, even if
    /// the client has not read the parts before. The deadline of the answer still closes it.
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .all, timer?.isOverdue == false, let answerEnd else {
            return context.close(mode: mode, promise: promise)
        }
        answerEnd.assumeIsolated().whenComplete { _ in context.close(mode: mode, promise: promise) }
    }

    private func forget() {
        timer?.stop()
        timer = nil
        if isCounted { limits.remove() }
        isCounted = false
        if let countedUser { limits.remove(countedUser) }
        countedUser = nil
    }

    private func countPeer() -> Bool {
        guard limits.peers() != nil, let user = peer, user != 0, user != geteuid() else { return true }
        guard limits.add(user) else { return false }
        countedUser = user
        return true
    }

    /// Whether the peer may connect now; a peer that the kernel does not name may not.
    private var isPeerAllowed: Bool {
        guard let peers = limits.peers() else { return true }
        guard let user = peer else { return false }
        return user == 0 || user == geteuid() || peers.contains(user)
    }

    /// Asks the kernel who connected.
    private static func user(of channel: any Channel) -> UInt32? {
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
