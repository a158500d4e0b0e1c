import HTTPTypes
import Hummingbird
import NIOCore
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `POST /v1/answer?reason=CODE`: writes the SIP response to a message that was refused for this reason.
struct AnswerOperation: MessageOperation {
    let operation = Operation.answer
    let names: Set<String> = ["reason"]

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        guard let code = try query.choice("reason", of: ReasonCode.self) else {
            throw .invalid("parameter 'reason' is required")
        }
        guard let status = code.sipStatus else {
            throw .invalid("reason '\(code.rawValue)' occurs only when sending; it has no response")
        }
        guard MessageInput.isSIP(try MessageInput.contentType(of: request)) else {
            throw .needsMessage(operation)
        }
        let response = try await caller.agents.run { () throws(Problem) in
            let cut = SIPMessage.cut(octets)
            guard let message = cut == nil ? try MessageInput.read(octets, of: request).message : cut else {
                throw .invalid("the body is not a SIP message")
            }
            return try SIPAnswer.octets(to: message, status: status, caller.agents)
        }
        return .octets(response, type: "message/sip")
    }
}

/// Writes SIP responses to refused messages.
enum SIPAnswer {
    /// Returns the octets of a response with a random tag, and the certificate to encrypt to if the sender
    /// needs it.
    ///
    /// - Throws: ``Problem`` if the message is an ACK or a response, or the store cannot be read.
    static func octets(
        to message: SIPMessage, status: Int, _ agents: ServiceAgents
    ) throws(Problem) -> [UInt8] {
        guard let responder = Responder(status: status) else {
            throw .invalid("no refusal has the status \(status)")
        }
        do throws(AgentError) {
            let certificate =
                responder.needsCertificate
                ? try agents.store.certificate(toAnswer: message, at: agents.now)?.certificate : nil
            // All such numbers have 13 digits, so the length reveals nothing about the message.
            let tag = String(UInt64.random(in: 1 << 63 ... .max), radix: 36)
            return try responder.response(to: message, tag: tag, with: certificate).octets
        } catch {
            if case .message(.notARequest) = error {
                throw Problem(
                    .unprocessableContent, .noResponse, "an ACK or a response is never answered")
            }
            throw Problem(error, isReceiving: true)
        }
    }
}

extension Problem {
    /// Creates the answer to a refused message, with the SIP response if the client asks for it.
    init(_ refusal: AgentRefusal, _ input: MessageOrEntity, _ caller: Caller) {
        self.init(refusal, isReceiving: true)
        guard caller.form == .sip, let message = input.message, message.isRequest, let sipStatus else {
            return
        }
        response = try? SIPAnswer.octets(to: message, status: sipStatus, caller.agents)
    }
}
