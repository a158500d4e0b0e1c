import HTTPTypes
import Hummingbird
import NIOCore
import Octets
import SMIMEAgent
import SMIMEBody

/// `POST /v1/inspect`: shows the layers of a message without a key, and verifies nothing.
struct InspectOperation: MessageOperation {
    let operation = Operation.inspect
    let names: Set<String> = []

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        let type = try MessageInput.contentType(of: request)
        let reading: MessageInspection.Reading = MessageInput.isSIP(type) ? .recognized : .body(type: type)
        let report = try await caller.agents.run { () throws(Problem) in
            var inspection = MessageInspection(operation: operation.rawValue)
            do throws(InspectionError) { try inspection.read(octets, as: reading) } catch {
                throw Problem(error)
            }
            return JSONWriter.document(inspection.report)
        }
        return .json(report)
    }
}

extension Problem {
    init(_ error: InspectionError) {
        switch error {
        case .input(let error): self.init(error)
        case .malformedPEM, .certificateAlone:
            self = .refused(.malformed, "the body is not a message", sipStatus: 400)
        case .body(let error): self.init(AgentError.body(error), isReceiving: true)
        }
    }
}
