import CMS
import CommandFiles
import CommandOptions
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
            let input = try readInput(on: console)
            report = MessageReport(operation: Self.name, of: input)
            let outputs = [files.output, files.report]
            let policy = try opening.policy.policy(on: console, outputs: outputs)
            let options = try opening.receivingOptions(of: Self.self)
            let instant = opening.at ?? console.now()
            let incoming = try asked(.receiver, &report) { () throws(AgentRefusal) in
                try IncomingMessage(
                    input, options: options, under: policy, at: instant, isPresent: opening.at == nil)
            }
            report = incoming.report
            let store = try openStore(on: console, writing: outputs)
            let received = try asked(.receiver, &report) { () throws(AgentRefusal) in
                try ReceivingAgent(store: store).open(incoming)
            }
            // If delivery fails, the report has nothing of the accepted content.
            report = received.checkedReport
            try deliver(received)
        } catch {
            throw refuse(error, report: report, to: reportFile, on: console)
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
