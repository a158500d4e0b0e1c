import HTTPTypes
import Hummingbird
import NIOCore

/// The paths of a socket.
struct ServiceRoutes: Sendable {
    let agents: ServiceAgents
    let profile: CurrentProfile
    let readiness: Readiness
    let registry: PrometheusRegistry
    let metrics: ServiceMetrics

    static let operations: [any MessageOperation] = [
        ProtectOperation(), OpenOperation(), VerifyOperation(), InspectOperation(), ExposureOperation(),
        AnswerOperation(), JudgeOperation(),
    ]

    /// Returns a router; `token` guards a TCP socket.
    func router(token: TokenGate?) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: RequestRecord(
                metrics: metrics, logsIdentities: agents.configuration.logsIdentities))
        if let token { router.add(middleware: token) }
        for operation in Self.operations {
            router.post("/v1/\(operation.operation.rawValue)") { request, _ in
                guard readiness.isReady else { throw Problem.notReady }
                return try await operation.respond(to: request, agents: agents, profile: profile.now)
            }
        }
        router.get("/v1/certificates/{uri}") { request, context in
            let uri = try context.parameters.require("uri")
            return try await CertificatePage.response(uri, agents, profile.now)
        }
        for method in [HTTPRequest.Method.get, .put] {
            router.on("/v1/peers/{uri}", method: method) { request, context in
                let uri = try context.parameters.require("uri")
                return try await PeerPage.response(to: request, uri, agents, profile.now)
            }
        }
        router.get("/problems/{code}") { _, context in
            try ProblemPage.response(try context.parameters.require("code"))
        }
        router.get("/healthz") { _, _ in Response.plain("alive\n") }
        router.get("/readyz") { _, _ in
            guard readiness.isReady else { throw Problem.notReady }
            return Response.plain("ready\n")
        }
        router.get("/metrics") { _, _ in
            try profile.now.check(.metrics)
            return Response.plain(registry.text(), type: "text/plain; version=0.0.4")
        }
        return router
    }

    /// Returns the methods of a path; nil if there is no such path.
    static func methods(of path: String) -> [HTTPRequest.Method]? {
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case ("healthz", 1), ("readyz", 1), ("metrics", 1), ("problems", 2): return [.get, .head]
        case ("v1", 3) where parts[1] == "certificates": return [.get, .head]
        case ("v1", 3) where parts[1] == "peers": return [.get, .head, .put]
        case ("v1", 2) where operations.contains { $0.operation.rawValue == parts[1] }: return [.post]
        default: return nil
        }
    }
}

extension Response {
    /// Returns an answer that no cache keeps.
    static func octets(_ octets: [UInt8], type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(bytes: octets)))
    }

    static func plain(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        octets(Array(text.utf8), type: type)
    }

    /// Returns an answer with a report.
    static func json(_ octets: [UInt8]) -> Response { .octets(octets, type: "application/json") }
}

extension Problem {
    static let notReady = Problem.unavailable(.notReady, "the service is not ready")
}
