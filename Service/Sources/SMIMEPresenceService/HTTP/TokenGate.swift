import HTTPTypes
import Hummingbird

/// Requires the token of a TCP socket, and a Host field of the loopback interface.
///
/// A page in a browser can send requests to loopback ports, but it has no token and another Host.
struct TokenGate: RouterMiddleware {
    typealias Context = ServiceContext

    private let token: [UInt8]
    private let port: Int

    /// Creates a gate for `token`, of a socket at `port`.
    init(token: [UInt8], port: Int) {
        self.token = token
        self.port = port
    }

    func handle(
        _ request: Request, context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map { "\($0):\(port)" }
        guard let host = request.head.authority, hosts.contains(host.lowercased()) else {
            throw Problem(.misdirectedRequest, .wrongHost, "the Host field names another server")
        }
        let given = request.headers[.authorization].map { Array($0.utf8) } ?? []
        guard Self.areEqual(given, Array("Bearer ".utf8) + token) else {
            throw Problem(.unauthorized, .noToken, "the request requires the token of this socket")
        }
        return try await next(request, context)
    }

    /// Compares in a time that depends only on the lengths.
    private static func areEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        guard first.count == second.count else { return false }
        return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
