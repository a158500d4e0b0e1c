import Hummingbird
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `POST /v1/protect`: signs and envelopes a message; with `only=sign` only signs it.
struct ProtectOperation: MessageOperation {
    let operation = Operation.protect
    let names = ProtectParameters.names

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        let input = try MessageInput.read(octets, of: request)
        let agents = caller.agents
        var options = try ProtectParameters.options(
            query, profile: caller.profile,
            padding: input.message == nil ? nil : agents.configuration.padding)
        // HTTP transports any octets.
        if input.message == nil, options.transferEncoding == nil { options.transferEncoding = .binary }
        // Without the mapping, the client cannot match responses to its own dialog.
        if case .anonymous(.rewritten) = options.tunnel?.policy, caller.form != .json {
            throw Problem(
                .notAcceptable, .notAcceptable,
                "the profile has 'rewrite-dialog', so the request needs 'Accept: application/json'")
        }
        let (profile, given) = (caller.profile, options)
        let answer = try await agents.run { () throws(Problem) in
            try Self.protect(input, given, for: profile, agents)
        }
        return answer.response(as: caller.form)
    }

    private static func protect(
        _ input: MessageOrEntity, _ options: SendingOptions, for profile: Profile,
        _ agents: ServiceAgents
    ) throws(Problem) -> MessageAnswer {
        let outgoing = try sending { () throws(AgentRefusal) in
            try OutgoingMessage(
                input, options: options, under: profile.rules.rules(for: input.message), at: agents.now)
        }
        guard profile.signing.contains(outgoing.sender) else { throw .outOfScope }
        let protected = try sending { () throws(AgentRefusal) in try agents.sending.protect(outgoing) }
        var answer = try MessageAnswer(
            protected.octets, isMessage: protected.message != nil,
            signer: [protected.sender.addressOfRecord], warnings: protected.plainReport.warnings.map(\.code),
            exposure: protected.worstExposure
        ) { protected.report }
        if case .anonymous(.rewritten) = options.tunnel?.policy {
            answer.dialog = protected.tunnel.map { DialogMapping($0) }
        }
        return answer
    }

    private static func sending<Value>(
        _ work: () throws(AgentRefusal) -> Value
    ) throws(Problem) -> Value {
        do throws(AgentRefusal) { return try work() } catch { throw Problem(error, isReceiving: false) }
    }
}
