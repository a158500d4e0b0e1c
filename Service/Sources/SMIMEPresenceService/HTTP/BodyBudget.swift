import HTTPTypes
import Hummingbird
import NIOCore
import SMIMEAgent
import Synchronization

/// Limits the memory for the bodies of all requests together.
///
/// A thousand slow clients, each with a body of the maximum size, must not fill the memory. A request that
/// does not fit is answered 503 before its body is read.
final class BodyBudget: Sendable {
    private let capacity: Int
    private let used = Atomic<Int>(0)

    /// Creates a budget of `capacity` octets.
    init(capacity: Int) { self.capacity = capacity }

    /// The octets that one request uses until it is released.
    final class Share: Sendable {
        private let budget: BodyBudget
        private let octets = Atomic<Int>(0)

        fileprivate init(_ budget: BodyBudget) { self.budget = budget }

        deinit { release() }

        fileprivate func add(_ count: Int) throws(Problem) {
            try budget.reserve(count)
            octets.add(count, ordering: .relaxed)
        }

        /// Returns the octets to the budget; later calls have no effect.
        func release() { budget.used.subtract(octets.exchange(0, ordering: .relaxed), ordering: .relaxed) }
    }

    /// Reads the body of a request, and calls `work` while the octets that have arrived count.
    ///
    /// The octets of the body count until the client has read the answer.
    ///
    /// - Throws: ``Problem`` if the body is too large or does not fit, or the error of `work`.
    func withBody(
        of request: Request, _ work: ([UInt8]) async throws -> Response
    ) async throws -> Response {
        let maximum = MessageOrEntity.maximumOctets
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > maximum { throw Problem.tooLarge }
        // A body that does not fit now is not read. Only octets that have arrived count.
        guard used.load(ordering: .relaxed) + (announced ?? 0) <= capacity else { throw Self.full }
        let share = Share(self)
        var octets: [UInt8] = []
        for try await part in request.body {
            guard octets.count + part.readableBytes <= maximum else { throw Problem.tooLarge }
            try share.add(part.readableBytes)
            octets.append(contentsOf: part.readableBytesView)
        }
        let response = try await work(octets)
        return Self.holding(share, until: response)
    }

    /// Returns the response, written in parts; each waits until the client has read the previous ones.
    private static func holding(_ share: Share, until response: Response) -> Response {
        guard let length = response.body.contentLength, length > partOctets else { return response }
        var held = response
        let body = response.body
        held.body = ResponseBody(contentLength: length) { writer in
            defer { share.release() }
            try await body.write(PartWriter(writer))
        }
        return held
    }

    private static let full = Problem.unavailable(.busy, "too many octets of messages are in memory")

    /// The octets of an answer that are written to a connection at a time.
    fileprivate static let partOctets = 65_536

    private func reserve(_ count: Int) throws(Problem) {
        guard used.add(count, ordering: .relaxed).newValue <= capacity else {
            used.subtract(count, ordering: .relaxed)
            throw Self.full
        }
    }
}

/// Writes an answer in parts.
private struct PartWriter: ResponseBodyWriter {
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    mutating func write(_ buffer: ByteBuffer) async throws {
        var rest = buffer
        while rest.readableBytes > 0,
            let part = rest.readSlice(length: min(rest.readableBytes, BodyBudget.partOctets))
        {
            try await writer.write(part)
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await writer.finish(trailingHeaders)
    }
}
