import HTTPTypes
import Hummingbird
import Logging

/// Counts each request, logs it, and turns errors into problems.
///
/// Log entries have the operation, the status and the reason code; never a body, a key, or a query, which may
/// name users.
struct RequestRecord: RouterMiddleware {
    typealias Context = ServiceContext

    let metrics: ServiceMetrics

    func handle(
        _ request: Request, context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let clock = ContinuousClock()
        let start = clock.now
        var response: Response
        do { response = try await next(request, context) } catch let problem as Problem {
            response = problem.answer(as: .content)
        } catch let error as HTTPError {
            response = Problem(error.status, "http", "the request has no such path, method or form")
                .answer(as: .content)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            response = Problem(.internalServerError, "internal", "the service failed").answer(as: .content)
        }
        let operation = context.endpointPath.map(Self.operation) ?? "none"
        let code = response.headers[.smimeReason]?.filter { $0 != "\"" } ?? ""
        metrics.answered(
            operation, code: code, status: response.status.code, in: clock.now - start)
        context.logger.info(
            "answered",
            metadata: ["operation": "\(operation)", "status": "\(response.status.code)", "reason": "\(code)"])
        return response
    }

    /// The last part of a path's pattern, such as "open"; patterns never contain what a client sent.
    private static func operation(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.first == "v1" && parts.count > 1 ? String(parts[1]) : String(parts.first ?? "none")
    }
}
