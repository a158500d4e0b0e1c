import CertStore
import HTTPTypes
import Hummingbird
import NIOCore
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `POST /v1/judge?direction=in|out`: says what a proxy must do with a message.
struct JudgeOperation: MessageOperation {
    let operation = Operation.judge
    let names: Set<String> = ["direction", "to"]

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        guard let direction = try query.choice("direction", of: MessageHandling.Direction.self) else {
            throw .invalid("parameter 'direction' is required: in or out")
        }
        guard let message = try MessageInput.read(octets, of: request).message else {
            throw .needsMessage(operation)
        }
        let recipients = try query.addresses("to")
        let (agents, policy) = (caller.agents, caller.profile.protection)
        let rules = caller.profile.rules.rules(for: message)
        guard !policy.demandsAlways || rules != nil else {
            return .json(JSONWriter.document(Judgement(MessageHandling(of: message, going: direction))))
        }
        // Documents are read, and the store may be a server that does not answer: no event loop waits for it.
        let handling = try await agents.run { () throws(Problem) in
            let handling = try Self.handling(
                of: message, going: direction, for: recipients, under: policy, agents)
            return rules.map { handling.permitted(message, by: $0, at: agents.now) } ?? handling
        }
        return .json(JSONWriter.document(Judgement(handling)))
    }

    private static func handling(
        of message: SIPMessage, going direction: MessageHandling.Direction, for recipients: [AddressURI],
        under policy: ProtectionPolicy, _ agents: ServiceAgents
    ) throws(Problem) -> MessageHandling {
        do throws(CertStoreError) {
            return try MessageHandling(of: message, going: direction) { (address) throws(CertStoreError) in
                let demand = policy.demand(for: address)
                guard demand < .required else { return demand }
                return try agents.store.isProtected(address) ? .required : demand
            } canProtect: { () throws(CertStoreError) in
                try agents.store.canProtect(message, for: recipients)
            }
        } catch {
            throw Problem(error)
        }
    }
}

/// A decision as JSON: `handling` is one of pass, protect, open, clear and refuse.
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
            case .mayPassInClear: $0.member("handling", "clear")
            case .refused(let code):
                $0.member("handling", "refuse")
                $0.member("reason", code.rawValue)
                $0.memberIfPresent("sipStatus", code.sipStatus)
            }
        }
    }
}
