import Hummingbird
import Octets
import SMIMEAgent

/// `POST /v1/exposure`: lists the privacy-relevant fields that stay readable in a message, and to whom.
struct ExposureOperation: MessageOperation {
    let operation = Operation.exposure
    let names: Set<String> = []

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        guard MessageInput.isSIP(try MessageInput.contentType(of: request)) else {
            throw .needsMessage(operation)
        }
        let report = try await caller.agents.run { () throws(Problem) in
            do throws(InputError) {
                return JSONWriter.document(
                    try ExposedMessage(octets, file: "-").report(of: operation.rawValue))
            } catch {
                throw Problem(error)
            }
        }
        return .json(report)
    }
}
