import HTTPTypes
import Hummingbird
import NIOCore
import Octets
import SMIMEAgent
import SMIMEBody

/// `POST /v1/judge?direction=in|out`: says what a proxy must do with a message.
struct JudgeOperation: MessageOperation {
    let operation = Operation.judge
    let names: Set<String> = ["direction"]

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        guard let direction = try query.choice("direction", of: MessageHandling.Direction.self) else {
            throw .invalid("parameter 'direction' is required: in or out")
        }
        guard let message = try MessageInput.read(octets, of: request).message else {
            throw .needsMessage(operation)
        }
        return .json(JSONWriter.document(Judgement(MessageHandling(of: message, going: direction))))
    }
}

/// A decision as JSON: `handling` is one of pass, protect, open and refuse.
private struct Judgement: JSONEncodable {
    private let handling: MessageHandling

    init(_ handling: MessageHandling) { self.handling = handling }

    func encode(into writer: inout JSONWriter) {
        writer.object {
            switch handling {
            case .passes: $0.member("handling", "pass")
            case .mustBeOpened: $0.member("handling", "open")
            case .mustBeProtected(let inTunnel):
                $0.member("handling", "protect")
                $0.member("tunnel", inTunnel)
            case .refused(let code):
                $0.member("handling", "refuse")
                $0.member("reason", code.rawValue)
                $0.memberIfPresent("sipStatus", code.sipStatus)
            }
        }
    }
}
