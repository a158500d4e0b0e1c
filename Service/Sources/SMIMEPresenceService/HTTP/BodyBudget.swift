import HTTPTypes
import Hummingbird
import NIOCore
import SMIMEAgent
import Synchronization

/// The memory for the bodies of all requests together.
///
/// A thousand slow clients, each with a body as large as a message may be, must not fill the memory: a
/// request that does not fit is answered 503 before its body is read.
final class BodyBudget: Sendable {
    private let capacity: Int
    private let used = Atomic<Int>(0)

    /// Creates a budget of `capacity` octets.
    init(capacity: Int) { self.capacity = capacity }

    /// Reads the body of a request, and calls `work` while the body counts.
    ///
    /// - Throws: ``Problem`` if the body is too large or does not fit; the error of `work`.
    func withBody<Result: Sendable>(
        of request: Request, _ work: ([UInt8]) async throws -> Result
    ) async throws -> Result {
        let maximum = MessageOrEntity.maximumOctets
        let announced = request.headers[.contentLength].flatMap { Int($0) }
        if let announced, announced > maximum { throw Problem.tooLarge }
        var reserved = 0
        defer { used.subtract(reserved, ordering: .relaxed) }
        try reserve(announced ?? 0, total: &reserved)
        var octets: [UInt8] = []
        octets.reserveCapacity(announced ?? 0)
        for try await part in request.body {
            let count = octets.count + part.readableBytes
            guard count <= maximum else { throw Problem.tooLarge }
            if count > reserved { try reserve(count - reserved, total: &reserved) }
            octets.append(contentsOf: part.readableBytesView)
        }
        return try await work(octets)
    }

    private func reserve(_ count: Int, total: inout Int) throws(Problem) {
        guard used.add(count, ordering: .relaxed).newValue <= capacity else {
            used.subtract(count, ordering: .relaxed)
            throw .unavailable(.busy, "too many octets of messages are in work")
        }
        total += count
    }
}
