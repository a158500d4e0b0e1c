import CommandFiles
import CommandOptions
import SIPMessage
import SMIMEAgent
import SMIMEBody

// What `encrypt` and `sign` do with their message.

extension MessageCommand where Self: StoreCommand {
    /// Reads, protects and writes the message, with its report.
    ///
    /// - Parameters:
    ///   - tunnelling: how to put the whole message inside; nil to protect only its body.
    ///   - words: describes the result for standard error.
    func protect(
        _ sending: SendingOptions, _ protecting: ProtectOptions, tunnelling: TunnelOptions?,
        on console: Console, words: (ProtectedMessage) -> String
    ) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let input = try readProtectable(
                on: console, missing: protecting.missingParties(isEnveloping: sending.isEnveloping))
            report = MessageReport(operation: Self.name, of: input)
            if !sending.isSigned, protecting.from != nil, input.message != nil {
                throw Self.misused(.conflictingOptions("--unsigned", "--from"))
            }
            let outputs = [files.output, files.report] + (tunnelling?.files ?? [])
            try describingErrors { try console.refuseSameFile(input: files.message, outputs: outputs) }
            let now = console.now()
            let policy = try protecting.policy.policy(on: console, outputs: outputs)
            var sending = sending
            sending.tunnel = try tunnelling?.outerHeaders(on: console)
            let outgoing = try asked(.sender, &report) { () throws(AgentRefusal) in
                try OutgoingMessage(input, options: sending, under: policy, at: now)
            }
            report = outgoing.report
            let store = try openStore(on: console, writing: outputs)
            let protected = try asked(.sender, &report) { () throws(AgentRefusal) in
                try SendingAgent(store: store).protect(outgoing)
            }
            let final = files.report == nil ? protected.report : protected.reportWithComparison()
            try deliver(
                protected.octets, with: try tunnelling?.mapping(of: protected.tunnel) ?? [], report: final,
                on: console)
            let done = words(protected) + (final.policy?.words ?? "") + (protected.tunnel?.words ?? "")
            console.say(final, summary: done, exposure: final.exposure)
        } catch {
            throw refuse(error, report: report, to: files.report, on: console)
        }
    }

    /// Reads the input; for a document without a message, names every missing option.
    private func readProtectable(
        on console: Console, missing: [String]
    ) throws(CommandFailure) -> MessageOrEntity {
        let octets = try readOctets(on: console)
        guard files.bodyType == nil, !files.isMIME, InputForm.looksLikeXML(octets) else {
            return try read(octets)
        }
        throw .documentAlone(missing: ["--body TYPE"] + missing)
    }
}

extension MessageCommand {
    /// Calls an agent; after a refusal `report` has what the agent found, and the
    /// failure has the hint for `side`.
    func asked<Result>(
        _ side: AgentError.Side, _ report: inout MessageReport, _ work: () throws(AgentRefusal) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(AgentRefusal) { return try work() } catch {
            report = error.report
            throw error.error.failure(for: side, of: Self.name)
        }
    }

    /// Parses a SIP URI or telephone number given with an option.
    static func address(_ text: String, option: String) throws(CommandFailure) -> AddressURI {
        guard let address = AddressURI.parse(text) else {
            throw misused(
                .notOfKind(
                    name: option, value: text,
                    wanted:
                        "a SIP URI, such as sip:alice@example.com, or a global "
                        + "number, such as tel:+49301234567"
                ))
        }
        return address
    }
}
