import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import SMIMEAgent
import Synchronization
import Testing

@testable import SMIMEPresenceService

/// The memory for bodies.
struct BodyBudgetTests {
    /// A body that counts how often it is read.
    private final class Source: AsyncSequence, Sendable {
        typealias Element = ByteBuffer
        let parts: [ByteBuffer]
        private let count = Atomic<Int>(0)
        var reads: Int { count.load(ordering: .relaxed) }

        init(_ parts: [ByteBuffer]) { self.parts = parts }

        struct AsyncIterator: AsyncIteratorProtocol {
            let source: Source
            mutating func next() async -> ByteBuffer? {
                let index = source.count.add(1, ordering: .relaxed).oldValue
                return index < source.parts.count ? source.parts[index] : nil
            }
        }

        func makeAsyncIterator() -> AsyncIterator { AsyncIterator(source: self) }
    }

    private func request(_ source: Source, length: Int?) -> Request {
        var fields = HTTPFields()
        fields[.contentLength] = length.map(String.init)
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "localhost", path: "/", headerFields: fields)
        return Request(head: head, body: RequestBody(asyncSequence: source))
    }

    private func status(_ work: () async throws -> Response) async throws -> Int {
        do {
            let response = try await work()
            return response.status.code
        } catch let problem as Problem {
            return problem.status.code
        }
    }

    @Test func `a body announced as too large is refused before it is read`() async throws {
        let source = Source([ByteBuffer(repeating: 0, count: 10)])
        let budget = BodyBudget(capacity: 1 << 30)
        let request = request(source, length: MessageOrEntity.maximumOctets + 1)
        #expect(
            try await status { try await budget.withBody(of: request) { _ in Response(status: .ok) } } == 413)
        #expect(source.reads == 0)
    }

    @Test func `a body without a length ends where it becomes too large`() async throws {
        let part = ByteBuffer(repeating: 0, count: 1 << 16)
        let source = Source([ByteBuffer](repeating: part, count: 4096))
        let budget = BodyBudget(capacity: 1 << 30)
        let request = request(source, length: nil)
        #expect(
            try await status { try await budget.withBody(of: request) { _ in Response(status: .ok) } } == 413)
        #expect(source.reads <= MessageOrEntity.maximumOctets / (1 << 16) + 1)
    }

    @Test func `a body that exceeds the remaining budget is refused before it is read`() async throws {
        let budget = BodyBudget(capacity: 100)
        let first = request(Source([ByteBuffer(repeating: 0, count: 60)]), length: 60)
        let source = Source([ByteBuffer(repeating: 0, count: 60)])
        let second = request(source, length: 60)
        _ = try await budget.withBody(of: first) { octets in
            #expect(octets.count == 60)
            let refused = try await status {
                try await budget.withBody(of: second) { _ in Response(status: .ok) }
            }
            #expect(refused == 503 && source.reads == 0)
            return Response(status: .ok)
        }
        #expect(
            try await status { try await budget.withBody(of: second) { _ in Response(status: .ok) } } == 200)
    }

    @Test func `the octets of a body without a length are released, also after a refusal`() async throws {
        let budget = BodyBudget(capacity: 100)
        for _ in 0..<5 {
            let source = Source([ByteBuffer](repeating: ByteBuffer(repeating: 0, count: 30), count: 4))
            let request = request(source, length: nil)
            #expect(
                try await status { try await budget.withBody(of: request) { _ in Response(status: .ok) } }
                    == 503)
        }
        let last = request(Source([ByteBuffer(repeating: 0, count: 100)]), length: nil)
        #expect(
            try await status { try await budget.withBody(of: last) { _ in Response(status: .ok) } } == 200)
    }

    @Test func `an announced body that does not arrive does not block others`() async throws {
        let budget = BodyBudget(capacity: 100)
        let announced = request(Source([]), length: 90)
        _ = try await budget.withBody(of: announced) { _ in
            let other = request(Source([ByteBuffer(repeating: 0, count: 90)]), length: 90)
            let accepted = try await status {
                try await budget.withBody(of: other) { _ in Response(status: .ok) }
            }
            #expect(accepted == 200)
            return Response(status: .ok)
        }
    }

    @Test func `a body counts until the client has read a long answer`() async throws {
        let budget = BodyBudget(capacity: 100)
        let first = request(Source([ByteBuffer(repeating: 0, count: 60)]), length: 60)
        let long = ByteBuffer(repeating: 0, count: 200_000)
        var answer: Response? = try await budget.withBody(of: first) { _ in
            Response(status: .ok, body: .init(byteBuffer: long))
        }
        let second = { request(Source([ByteBuffer(repeating: 0, count: 60)]), length: 60) }
        #expect(answer?.body.contentLength == 200_000)
        #expect(
            try await status { try await budget.withBody(of: second()) { _ in Response(status: .ok) } } == 503
        )
        answer = nil
        #expect(
            try await status { try await budget.withBody(of: second()) { _ in Response(status: .ok) } } == 200
        )
    }

    @Test func `a body that is too large is 413 with the SIP status`() async throws {
        let answer = try await ServiceLab().post(
            "/v1/open", [UInt8](repeating: 0x20, count: MessageOrEntity.maximumOctets + 1))
        #expect(answer.status == 413)
        #expect(try answer.member("code") == "too-large")
        #expect(try answer.member("sipStatus") == "413")
    }
}
