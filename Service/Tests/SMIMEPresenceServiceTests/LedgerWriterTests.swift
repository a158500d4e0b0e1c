import CertStore
import Dispatch
import SMIMEAgent
import SMIMEBody
import Synchronization
import Testing

@testable import SMIMEPresenceService

/// Commits of the ledger in groups.
struct LedgerWriterTests {
    /// The groups that a ledger was asked to record.
    private final class Groups: Sendable {
        let recorded = Mutex<[[LedgerRequest]]>([])
        var all: [[LedgerRequest]] { recorded.withLock { $0 } }
    }

    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    /// Returns requests about new messages.
    private func requests(_ count: Int) async throws -> [LedgerRequest] {
        var requests: [LedgerRequest] = []
        for _ in 0..<count {
            let octets = try await lab.protected(SampleMessages.publish())
            let caller = Caller(agents: lab.agents, profile: Profile(name: "default"), form: .content)
            var options = ReceivingOptions(operation: "test")
            options.once = true
            let input = try MessageOrEntity.read(octets, bodyType: nil)
            requests.append(try OpenOperation.check(input, options, caller).request)
        }
        return requests
    }

    @Test func `requests that wait while a group is written form the next group in order`() async throws {
        let requests = try await requests(6)
        let (groups, gate) = (Groups(), DispatchSemaphore(value: 0))
        let writer = LedgerWriter { group in
            groups.recorded.withLock { $0.append(group) }
            if group.count == 1 { gate.wait() }
            return group.map { _ in .success(.fresh) }
        }
        let (verdicts, answers) = AsyncStream<ReplayVerdict?>.makeStream()
        for (number, request) in requests.enumerated() {
            writer.enqueue(request) { answers.yield(try? $0.get()) }
            if number == 0 { while groups.all.isEmpty { await Task.yield() } }
        }
        gate.signal()
        for await verdict in verdicts.prefix(requests.count) { #expect(verdict == .fresh) }
        #expect(groups.all == [[requests[0]], Array(requests[1...])])
    }

    @Test func `each request has its own result, and one failure does not affect the others`() async throws {
        let requests = try await requests(3)
        let writer = LedgerWriter { group in
            group.map { request in
                switch requests.firstIndex(of: request) {
                case 0: .success(.fresh)
                case 1: .failure(.ledgerFull(limit: 1))
                default: .success(.replayed)
                }
            }
        }
        #expect(try await writer.verdict(on: requests[0]) == .fresh)
        await #expect(throws: CertStoreError.self) { try await writer.verdict(on: requests[1]) }
        #expect(try await writer.verdict(on: requests[2]) == .replayed)
    }

    @Test func `the size of each commit is reported`() async throws {
        let sizes = Mutex<[Int]>([])
        let writer = LedgerWriter(
            record: { $0.map { _ in .success(.fresh) } },
            committed: { size in sizes.withLock { $0.append(size) } })
        for request in try await requests(2) { _ = try await writer.verdict(on: request) }
        #expect(sizes.withLock { $0 } == [1, 1])
    }

    @Test func `the first of two equal requests in one group is fresh`() async throws {
        let request = try await requests(1)[0]
        let results = lab.agents.store.admit([request, request]).map { try? $0.get() }
        #expect(results == [.fresh, .replayed])
    }
}

extension LedgerWriter {
    fileprivate func verdict(on request: LedgerRequest) async throws -> ReplayVerdict {
        try await withCheckedContinuation { continuation in
            enqueue(request) { continuation.resume(returning: $0) }
        }.get()
    }
}
