import CMS
import CommandFiles
import CommandOptions
import FoundationEssentials
import MessageBatch
import Octets
import SMIMEAgent
import SMIMEBody

// What `decrypt`, `verify` and `cert learn` do with their message.

extension MessageCommand where Self: StoreCommand {
    /// Reads and opens the message, and passes an accepted one to `deliver`.
    ///
    /// - Parameter reportFile: where the report of a refusal goes: "-" is standard output, nil is nowhere.
    func open(
        with opening: OpenOptions, reportFile: String?, on console: Console,
        deliver: (ReceivedMessage) throws(CommandFailure) -> Void
    ) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            let outputs = [files.output, files.report]
            let given = try opening.parties.receiver(on: console, writing: outputs)
            let received = try opened(
                octets, with: opening, at: opening.at ?? console.now(), report: &report,
                policy: { () throws(CommandFailure) in
                    try opening.policy.policy(on: console, outputs: outputs)
                },
                by: { (incoming) throws(CommandFailure) in
                    let store = try openStore(
                        on: console, writing: outputs, given: given, mustExist: opening.needsStore)
                    return { () throws(AgentRefusal) in try ReceivingAgent(store: store).open(incoming) }
                })
            // If delivery fails, the report has nothing of the accepted content.
            report = received.checkedReport
            try deliver(received)
        } catch {
            throw refuse(error, report: report, to: reportFile, on: console)
        }
    }

    /// Opens the octets of one message.
    ///
    /// - Parameters:
    ///   - report: what was found, also if the message is refused.
    ///   - policy: returns the rules; asked after the message was read.
    ///   - work: returns what opens a message; asked last.
    fileprivate func opened(
        _ octets: [UInt8], with opening: OpenOptions, at instant: Date, report: inout MessageReport,
        policy: () throws(CommandFailure) -> MessagePolicy?,
        by work: (IncomingMessage) throws(CommandFailure) -> () throws(AgentRefusal) -> ReceivedMessage
    ) throws(CommandFailure) -> ReceivedMessage {
        let input = try read(octets)
        report = MessageReport(operation: Self.name, of: input)
        let policy = try policy()
        let options = try opening.receivingOptions(of: Self.self)
        let incoming = try asked(.receiver, &report) { () throws(AgentRefusal) in
            try IncomingMessage(
                input, options: options, under: policy, at: instant, isPresent: opening.at == nil)
        }
        report = incoming.report
        let work = try work(incoming)
        return try asked(.receiver, &report, work)
    }
}

extension BatchCommand where Self: StoreCommand {
    /// Opens several messages; `outcome` completes an accepted one.
    ///
    /// - Parameter lines: where the lines of the report go: "-" is standard output, nil is nowhere.
    func openSeveral(
        with opening: OpenOptions, lines: String?, on console: Console,
        outcome: @escaping @Sendable (ReceivedMessage) throws(CommandFailure) -> MessageOutcome
    ) throws(CommandFailure) {
        let policy = try opening.policy.policy(on: console, outputs: [files.report])
        let outputs = [files.output, files.report]
        let given = try opening.parties.receiver(on: console, writing: outputs)
        let store = try openStore(
            on: console, writing: outputs, given: given, mustExist: opening.needsStore)
        let agent = ReceivingAgent(store: store)
        let turns = OrderedTurns()
        try runSeveral(on: console, lines: lines) { (octets, number) in
            // A message that never asks the ledger has its turn all the same.
            defer { turns.end(number) }
            var report = MessageReport(operation: Self.name)
            do throws(CommandFailure) {
                let received = try opened(
                    octets, with: opening, at: opening.at ?? console.now(), report: &report,
                    policy: { () throws(CommandFailure) in policy },
                    by: { (incoming) throws(CommandFailure) in
                        { () throws(AgentRefusal) in
                            try agent.open(incoming, inTurn: { turns.wait(for: number) })
                        }
                    })
                report = received.checkedReport
                return try outcome(received)
            } catch {
                return MessageOutcome(report: report, failure: error)
            }
        }
    }
}

extension ReceivedMessage {
    /// One sentence about the signer, for standard error.
    var summary: String {
        guard let evidence = body.signature else { return "accepted; not signed" }
        let kind = evidence.identity.kind == .domain ? "the domain's certificate" : "the user's certificate"
        let names = printable(evidence.signer.facts.uris.first ?? evidence.signer.facts.subject)
        return
            "accepted; signed by \(names) (\(kind), issued under "
            + "\(printable(evidence.path.anchor.facts.subject)))"
            + (body.message.map(\.wordsForRestored) ?? "")
    }
}
