import HummingbirdCore
import Logging
import NIOCore

/// Runs the task of each connection on the event loop of that connection.
///
/// Otherwise each request would go from the event loop to a thread of Swift's pool and back. What decrypts,
/// verifies or reads the store does not run here: it has threads of its own, see ``WorkerThreads``.
struct EventLoopChannel: ServerChildChannel {
    private let base: HTTP1Channel

    init(_ base: HTTP1Channel) { self.base = base }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.channel.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}
