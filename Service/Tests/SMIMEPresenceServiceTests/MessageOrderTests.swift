import Synchronization
import Testing

@testable import SMIMEPresenceService

/// The order of messages about one subject (RFC 3903 §6).
struct MessageOrderTests {
    private final class Events: Sendable {
        let recorded = Mutex<[String]>([])
        func add(_ event: String) { recorded.withLock { $0.append(event) } }
        var all: [String] { recorded.withLock { $0 } }
    }

    private func anyMessage() -> [UInt8] { (0..<16).map { _ in .random(in: 0...255) } }

    @Test func `copies of a message do not block other messages`() throws {
        let order = MessageOrder()
        let turns = (0..<MessageOrder.maximumCopies).map { _ in order.take("a", message: [1]) }
        #expect(!turns.contains { $0 == nil })
        #expect(order.take("a", message: [1]) == nil)
        #expect(order.take("a", message: [2]) != nil)
        turns[0]?.pass()
        #expect(order.take("a", message: [1]) != nil)
    }

    @Test func `messages about one subject begin in the order of their arrival`() async throws {
        let order = MessageOrder()
        let events = Events()
        let turns = try (0..<20).map { _ in try #require(order.take("alice", message: anyMessage())) }
        await withTaskGroup(of: Void.self) { group in
            for (number, turn) in turns.enumerated().reversed() {
                group.addTask {
                    await turn.begin()
                    events.add("\(number)")
                    turn.end()
                }
            }
        }
        #expect(events.all == (0..<20).map(String.init))
    }

    @Test func `a refused message lets the next begin, but only after the previous one`()
        async throws
    {
        let order = MessageOrder()
        let events = Events()
        let (first, second, third) = (
            try #require(order.take("a", message: anyMessage())),
            try #require(order.take("a", message: anyMessage())),
            try #require(order.take("a", message: anyMessage()))
        )
        second.pass()
        async let last: Void = {
            await third.begin()
            events.add("third")
        }()
        try await Task.sleep(for: .milliseconds(30))
        events.add("first")
        first.end()
        _ = await last
        #expect(events.all == ["first", "third"])
    }

    @Test func `messages about other subjects never wait`() async throws {
        let order = MessageOrder()
        let alice = try #require(order.take("alice", message: anyMessage()))
        let bob = try #require(order.take("bob", message: anyMessage()))
        await bob.begin()
        bob.end()
        await alice.begin()
        alice.end()
    }

    @Test func `messages beyond the maximum are refused, and accepted when there is room`() async throws {
        let order = MessageOrder()
        var turns: [MessageOrder.Turn] = []
        for _ in 0..<MessageOrder.maximumWaiting {
            turns.append(try #require(order.take("a", message: anyMessage())))
        }
        #expect(order.take("a", message: anyMessage()) == nil)
        #expect(order.take("b", message: anyMessage()) != nil)
        await turns[0].begin()
        turns[0].end()
        turns[0].end()
        #expect(order.take("a", message: anyMessage()) != nil)
        #expect(order.take("a", message: anyMessage()) == nil)
    }
}

extension MessageOrder.Turn {
    /// Returns when the previous messages have ended their turn.
    fileprivate func begin() async {
        await withCheckedContinuation { continuation in whenBegun { continuation.resume() } }
    }
}
