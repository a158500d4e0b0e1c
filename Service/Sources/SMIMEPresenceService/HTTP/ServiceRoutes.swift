import HTTPTypes
import Hummingbird
import NIOCore

/// The paths of a socket.
struct ServiceRoutes: Sendable {
    let agents: ServiceAgents
    let profile: CurrentProfile
    let readiness: Readiness
    let registry: PrometheusRegistry

    private static let operations: [any MessageOperation] = [
        ProtectOperation(), OpenOperation(), VerifyOperation(), InspectOperation(), ExposureOperation(),
        AnswerOperation(), JudgeOperation(),
    ]

    /// Returns a router; `token` guards a TCP socket.
    func router(token: TokenGate?) -> Router<ServiceContext> {
        let router = Router(context: ServiceContext.self)
        router.add(middleware: RequestRecord(metrics: ServiceMetrics(registry)))
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
        router.get("/healthz") { _, _ in Response.plain("alive\n") }
        router.get("/readyz") { _, _ in
            guard readiness.isReady else { throw Problem.notReady }
            return Response.plain("ready\n")
        }
        router.get("/metrics") { _, _ in
            guard profile.now.operations.contains(.metrics) else {
                throw Problem.notAllowed("this socket's profile does not allow 'metrics'")
            }
            return Response.plain(registry.text(), type: "text/plain; version=0.0.4")
        }
        return router
    }
}

extension Response {
    static func plain(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(string: text)))
    }
}

extension Problem {
    static let notReady = Problem.unavailable("not-ready", "the service is not ready")
}
