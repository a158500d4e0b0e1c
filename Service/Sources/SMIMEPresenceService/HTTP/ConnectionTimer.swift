import NIOCore

/// Closes a connection whose request takes too long to arrive, or whose client takes too long to read an
/// answer.
///
/// Each request moves the deadline, but not the timer, which would be scheduled and cancelled thousands of
/// times a second. A timer that ends before the deadline is scheduled again.
final class ConnectionTimer {
    private let channel: any Channel
    private let time: TimeAmount
    /// Closes the connection unless the request has arrived by then.
    private var requestDeadline: NIODeadline?
    /// Closes the connection unless the client has read the answer by then.
    private var answerDeadline: NIODeadline?
    private var answers = 0
    private var timer: Scheduled<Void>?
    /// Whether a deadline has passed.
    private(set) var isOverdue = false

    /// Creates a timer of a connection, to be used on its event loop; `time` is how long each may take.
    init(_ channel: any Channel, time: TimeAmount) {
        self.channel = channel
        self.time = time
    }

    /// Awaits a request.
    func beginRequest() { requestDeadline = deadline() }

    /// Notes that the request has arrived.
    func endRequest() { requestDeadline = nil }

    /// Awaits that an answer is read.
    func beginAnswer() {
        answers += 1
        answerDeadline = deadline()
    }

    /// Notes that the present answer is read when its last octets are written.
    func endAnswer(with written: EventLoopFuture<Void>) {
        let answer = answers
        written.assumeIsolated().whenComplete { [self] _ in
            // A later answer has its own deadline.
            if answer == answers { answerDeadline = nil }
        }
    }

    /// Awaits nothing more.
    func stop() {
        (requestDeadline, answerDeadline) = (nil, nil)
        timer?.cancel()
        timer = nil
    }

    private func deadline() -> NIODeadline {
        let deadline = channel.eventLoop.now + time
        if timer == nil { schedule(deadline) }
        return deadline
    }

    private func schedule(_ deadline: NIODeadline) {
        timer = channel.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.check()
        }
    }

    private func check() {
        timer = nil
        guard let next = [requestDeadline, answerDeadline].compactMap(\.self).min() else { return }
        guard next <= channel.eventLoop.now else { return schedule(next) }
        isOverdue = true
        channel.close(promise: nil)
    }
}
