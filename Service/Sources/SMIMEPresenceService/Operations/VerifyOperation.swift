import CertStore
import HTTPTypes
import Hummingbird
import SMIMEAgent
import SMIMEBody

/// `POST /v1/verify`: checks a message as `open` does, also against the ledger, and records nothing.
///
/// The answer is always the report, which contains nothing of the content.
struct VerifyOperation: MessageOperation {
    let operation = Operation.verify
    let names = OpenParameters.names

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        let agents = caller.agents
        let input = try MessageInput.read(octets, of: request)
        let options = try OpenParameters.options(query, for: operation, caller)
        let answer = try await agents.run { () throws(Problem) in
            let closed = try OpenOperation.check(input, options, caller)
            let verdict: ReplayVerdict
            do throws(CertStoreError) { verdict = try agents.store.judge(closed.request) } catch {
                throw Problem(error)
            }
            return try closed.opened(verdict, input, caller)
        }
        return answer.response(as: .json)
    }
}
