import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import SMIMEPresenceService

/// TCP sockets: a token, and a Host of the loopback interface.
struct TokenGateTests {
    private static let gate = TokenGate(token: Array("secret".utf8), port: 8493)

    /// Returns the status of a request that a gate accepts, which is answered 204.
    private func status(host: String?, authorization: String?) async throws -> Int {
        var fields = HTTPFields()
        fields[.authorization] = authorization
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: host, path: "/healthz", headerFields: fields)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let context = ServiceContext(source: .init(channel: EmbeddedChannel(), logger: Logger(label: "test")))
        do {
            return try await Self.gate.handle(request, context: context) { _, _ in
                Response(status: .noContent)
            }
            .status.code
        } catch let problem as Problem {
            return problem.status.code
        }
    }

    @Test(arguments: ["127.0.0.1:8493", "localhost:8493", "LOCALHOST:8493", "[::1]:8493"])
    func `the token with a Host of the loopback interface is accepted`(host: String) async throws {
        #expect(try await status(host: host, authorization: "Bearer secret") == 204)
    }

    @Test(arguments: [
        nil, "", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secret2", "Bearer Secret",
        "Basic secret",
    ])
    func `any other token is refused`(authorization: String?) async throws {
        #expect(try await status(host: "localhost:8493", authorization: authorization) == 401)
    }

    @Test(arguments: [nil, "localhost", "localhost:80", "example.test:8493", "127.0.0.1.example.test:8493"])
    func `any other Host is refused with any token`(host: String?) async throws {
        #expect(try await status(host: host, authorization: "Bearer secret") == 421)
    }

    @Test func `a request without a token is challenged, and no route sees it`() async throws {
        let lab = try ServiceLab()
        let gate = TokenGate(token: Array("secret".utf8), port: 80)
        let answer = try await lab.send(.get, "/healthz", token: gate)
        #expect(answer.status == 421)
        #expect(
            Problem(.unauthorized, .noToken, "").answer(as: .content).headers[.wwwAuthenticate] == "Bearer")
    }
}
