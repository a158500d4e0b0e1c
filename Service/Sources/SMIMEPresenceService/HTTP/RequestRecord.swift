import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Counts each request, logs it, and turns errors into problems.
///
/// Log entries have the operation, the status and the reason code. They never have a body, a key or a query,
/// which can name users. If the configuration allows it, they also have the addresses of the signer.
struct RequestRecord: RouterMiddleware {
    typealias Context = ServiceContext

    let metrics: ServiceMetrics
    let logsIdentities: Bool

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
            response = Problem(error, for: request).answer(as: .content)
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as HTTPParserError {
            // A request that breaks off or is no HTTP: Hummingbird closes its connection.
            context.logger.debug("a request is malformed")
            throw error
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(type(of: error))"])
            response = Problem(.internalServerError, .internalError, "the service failed").answer(
                as: .content)
        }
        let operation = Self.operation(of: request, context)
        let code = response.headers[.smimeReason]?.filter { $0 != "\"" } ?? ""
        metrics.answered(
            operation, code: code, status: response.status.code, in: clock.now - start)
        context.logger.debug("answered", metadata: entry(of: response, to: operation, code: code))
        return response
    }

    private func entry(of response: Response, to operation: String, code: String) -> Logger.Metadata {
        var entry: Logger.Metadata = [
            "operation": "\(operation)", "status": "\(response.status.code)", "reason": "\(code)",
        ]
        // The field is escaped, so no address can begin another entry.
        if logsIdentities { entry["signer"] = response.headers[.smimeSigner].map { "\($0)" } }
        return entry
    }

    /// Returns the operation of a request, also if its method has no route; "none" for an unknown path.
    private static func operation(of request: Request, _ context: ServiceContext) -> String {
        let path = request.uri.path
        if ServiceRoutes.methods(of: path)?.contains(request.method) == false { return operation(path) }
        // Hummingbird's name for what has no route.
        return context.endpointPath.flatMap { $0 == "NotFound" ? nil : operation($0) } ?? "none"
    }

    /// Returns the name in a path, such as "open"; one with methods has no other word of a client there.
    private static func operation(_ path: String) -> String {
        let parts = path.split(separator: "/")
        return parts.first == "v1" && parts.count > 1 ? String(parts[1]) : String(parts.first ?? "none")
    }
}

extension Problem {
    /// Creates the answer to a request that has no route, or that Hummingbird refuses.
    fileprivate init(_ error: HTTPError, for request: Request) {
        guard error.status == .notFound else {
            self.init(error.status, .invalidRequest, "the request is invalid")
            return
        }
        guard let methods = ServiceRoutes.methods(of: request.uri.path), !methods.contains(request.method)
        else {
            self.init(.notFound, .notFound, "unknown path")
            return
        }
        self.init(.methodNotAllowed, .methodNotAllowed, "the path does not support this method")
        allowedMethods = methods.map(\.rawValue).joined(separator: ", ")
    }
}
