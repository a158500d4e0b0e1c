import CommandOptions
import SIPMessage
import SMIMEAgent
import SMIMEBody

// What `encrypt` and `sign` do with their message.

extension MessageCommand where Self: StoreCommand {
    /// Reads the message, has it protected, and writes it with the report.
    ///
    /// - Parameters:
    ///   - tunnelling: how the whole message goes inside; nil if only its body does.
    ///   - words: what was done, for people.
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
            try worded { try console.refuseSameFile(input: files.message, outputs: outputs) }
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

    /// Reads the input; of a document without a message around it, says all that is missing.
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
    /// Has an agent do its work; of a refusal `report` keeps what the agent found, and its error gets the words for `side`.
    func asked<Result>(
        _ side: AgentError.Side, _ report: inout MessageReport, _ work: () throws(AgentRefusal) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(AgentRefusal) { return try work() } catch {
            report = error.report
            throw error.error.failure(for: side, of: Self.name)
        }
    }

    /// A URI of SIP or a telephone number given with an option.
    static func address(_ text: String, option: String) throws(CommandFailure) -> AddressURI {
        guard let address = AddressURI.parse(text) else {
            throw misused(
                .notOfKind(
                    name: option, value: text,
                    wanted:
                        "a SIP URI, such as sip:alice@example.com, or a global number, such as tel:+49301234567"
                ))
        }
        return address
    }
}
