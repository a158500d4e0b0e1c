import NIOCore
import NIOEmbedded
import Testing

@testable import SMIMEPresenceService

/// How long a request may take to arrive, and an answer to be read.
struct ConnectionTimerTests {
    private let channel = EmbeddedChannel()
    private let timer: ConnectionTimer

    init() throws {
        try channel.connect(to: SocketAddress(unixDomainSocketPath: "/s")).wait()
        timer = ConnectionTimer(channel, time: .seconds(10))
    }

    private func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    @Test func `a connection is closed exactly when its request is overdue`() {
        timer.beginRequest()
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test func `each request has the whole time, whatever the previous one took`() {
        timer.beginRequest()
        pass(9)
        timer.endRequest()
        timer.beginRequest()
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test func `a connection without a request stays open`() {
        timer.beginRequest()
        timer.endRequest()
        pass(100)
        #expect(channel.isActive)
    }

    @Test func `an answer that is written does not end the time of the next one`() {
        let written = channel.eventLoop.makePromise(of: Void.self)
        timer.beginAnswer()
        timer.endAnswer(with: written.futureResult)
        pass(5)
        timer.beginAnswer()
        written.succeed()
        pass(9)
        #expect(channel.isActive)
        pass(1)
        #expect(!channel.isActive)
    }

    @Test func `an answer that is written is not awaited`() {
        let written = channel.eventLoop.makePromise(of: Void.self)
        timer.beginAnswer()
        timer.endAnswer(with: written.futureResult)
        written.succeed()
        pass(100)
        #expect(channel.isActive)
    }

    @Test func `a stopped timer closes nothing`() {
        timer.beginRequest()
        timer.stop()
        pass(100)
        #expect(channel.isActive)
    }
}
