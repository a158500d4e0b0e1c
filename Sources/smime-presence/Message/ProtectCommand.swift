import CommandFiles
import CommandOptions
import FoundationEssentials
import SIPMessage
import SMIMEAgent
import SMIMEBody

// What `encrypt` and `sign` do with their message.

extension BatchCommand where Self: StoreCommand {
    /// Reads, protects and writes the message with its report, or each of several.
    ///
    /// - Parameters:
    ///   - tunnelling: how to put the whole message inside; nil to protect only its body.
    ///   - words: describes the result for standard error.
    func protect(
        _ sending: SendingOptions, _ protecting: ProtectOptions, tunnelling: TunnelOptions?,
        on console: Console, words: (ProtectedMessage) -> String
    ) throws(CommandFailure) {
        let outputs = [files.output, files.report] + (tunnelling?.files ?? [])
        let given = try protecting.parties.sender(on: console, writing: outputs)
        let sending = try protecting.adding(given, to: sending, isBare: files.isMIME || files.bodyType != nil)
        if hasSeveral(on: console) {
            return try protectSeveral(
                sending, protecting, tunnelling, given: given, writing: outputs, on: console)
        }
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            try describingErrors { try console.refuseSameFile(input: files.message, outputs: outputs) }
            let protected = try self.protected(
                octets, sending, protecting, at: console.now(), report: &report,
                terms: { () throws(CommandFailure) in
                    try terms(protecting, tunnelling, writing: outputs, on: console)
                },
                store: { () throws(CommandFailure) in
                    try openStore(
                        on: console, writing: outputs, given: given, mustExist: protecting.parties.isEmpty)
                })
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

    private func protectSeveral(
        _ sending: SendingOptions, _ protecting: ProtectOptions, _ tunnelling: TunnelOptions?,
        given: GivenParties, writing outputs: [String?], on console: Console
    ) throws(CommandFailure) {
        if tunnelling?.dialogFile != nil { throw onlyForOne("--rewrite-dialog") }
        let terms = try terms(protecting, tunnelling, writing: [files.report], on: console)
        let store = try openStore(
            on: console, writing: outputs, given: given, mustExist: protecting.parties.isEmpty)
        try runSeveral(on: console, lines: files.report) { (octets, _) in
            var report = MessageReport(operation: Self.name)
            do throws(CommandFailure) {
                let protected = try self.protected(
                    octets, sending, protecting, at: console.now(), report: &report,
                    terms: { () throws(CommandFailure) in terms },
                    store: { () throws(CommandFailure) in store })
                let final = files.report == nil ? protected.plainReport : protected.reportWithComparison()
                return MessageOutcome(octets: protected.octets, report: final)
            } catch {
                return MessageOutcome(report: report, failure: error)
            }
        }
    }

    /// Protects the octets of one message.
    ///
    /// - Parameters:
    ///   - report: what was found, also if the message is refused.
    ///   - terms: returns what the options' files say; asked after the message was read.
    ///   - store: returns the store; asked last.
    private func protected(
        _ octets: [UInt8], _ sending: SendingOptions, _ protecting: ProtectOptions, at now: Date,
        report: inout MessageReport, terms: () throws(CommandFailure) -> ProtectionTerms,
        store: () throws(CommandFailure) -> MessageStore
    ) throws(CommandFailure) -> ProtectedMessage {
        let input = try protectable(
            octets, missing: protecting.missingParties(isEnveloping: sending.isEnveloping))
        report = MessageReport(operation: Self.name, of: input)
        if !sending.isSigned, protecting.from != nil, input.message != nil {
            throw Self.misused(.conflictingOptions("--unsigned", "--from"))
        }
        let terms = try terms()
        var sending = sending
        sending.tunnel = terms.outerHeaders
        let outgoing = try asked(.sender, &report) { () throws(AgentRefusal) in
            try OutgoingMessage(input, options: sending, under: terms.policy, at: now)
        }
        report = outgoing.report
        let agent = SendingAgent(store: try store())
        return try asked(.sender, &report) { () throws(AgentRefusal) in try agent.protect(outgoing) }
    }

    private func terms(
        _ protecting: ProtectOptions, _ tunnelling: TunnelOptions?, writing outputs: [String?],
        on console: Console
    ) throws(CommandFailure) -> ProtectionTerms {
        ProtectionTerms(
            policy: try protecting.policy.policy(on: console, outputs: outputs),
            outerHeaders: try tunnelling?.outerHeaders(on: console))
    }

    /// Reads the input; for a document without a message, names every missing option.
    private func protectable(
        _ octets: [UInt8], missing: [String]
    ) throws(CommandFailure) -> MessageOrEntity {
        guard files.bodyType == nil, !files.isMIME, InputForm.looksLikeXML(octets) else {
            return try read(octets)
        }
        throw .documentAlone(missing: ["--body TYPE"] + missing)
    }
}

/// What the files of the options say about protecting a message.
private struct ProtectionTerms: Sendable {
    let policy: MessagePolicy?
    let outerHeaders: SendingOptions.OuterHeaders?
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
