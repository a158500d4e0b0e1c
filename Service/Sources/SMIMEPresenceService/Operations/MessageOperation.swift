import HTTPTypes
import Hummingbird

/// An operation on the message in the body of a request; the answer is a message, an entity or a report.
protocol MessageOperation: Sendable {
    /// The operation that the profile must allow.
    var operation: Operation { get }
    /// The parameters of the query.
    var names: Set<String> { get }

    /// Returns the answer to a message.
    ///
    /// - Throws: ``Problem``.
    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response
}

/// The agents, the profile of the client, and the form of answer that it asks for.
struct Caller: Sendable {
    let agents: ServiceAgents
    let profile: Profile
    let form: AnswerForm
}

extension MessageOperation {
    /// Checks the profile, the Accept field and the query, reads the body, and answers.
    func respond(to request: Request, agents: ServiceAgents, profile: Profile) async throws -> Response {
        try profile.check(operation)
        guard let form = AnswerForm(accept: request.headers[.accept]) else {
            throw Problem(
                .notAcceptable, .notAcceptable,
                "Accept allows neither the message nor application/json")
        }
        let caller = Caller(agents: agents, profile: profile, form: form)
        do {
            let query = try QueryParameters(request, names: names)
            return try await agents.budget.withBody(of: request) { octets in
                try await answer(octets, request, query, caller)
            }
        } catch let problem as Problem {
            return problem.answer(as: form)
        }
    }
}

extension Profile {
    /// Refuses an operation that the profile does not allow.
    ///
    /// - Throws: ``Problem`` with 403.
    func check(_ operation: Operation) throws(Problem) {
        guard operations.contains(operation) else {
            throw .notAllowed("this socket's profile does not allow '\(operation.rawValue)'")
        }
    }
}

extension Problem {
    /// The problem of a sender that the clients of this socket may not sign for.
    static let outOfScope = Problem.notAllowed("this socket's profile does not sign for the sender")
}
