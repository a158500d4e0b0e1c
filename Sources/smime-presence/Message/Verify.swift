import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

/// `verify`: makes the checks of `decrypt`; the report is the result.
struct Verify: BatchCommand, StoreCommand {
    static let name = "verify"
    static let handlesOneMessage = true
    static let summary = "check a protected message as decrypt does, and report the result"
    static let details = [
        """
        Makes every check of decrypt, and writes no message. The result is a few lines on a terminal; \
        elsewhere, and in the file of --report, it is a JSON report, for accepted and refused messages \
        alike. The exit status distinguishes them.
        """,
        PolicyOptions.receivingDetails,
        batchDetails,
    ]
    static var options: [Option<Verify>] {
        OpenOptions.options(into: \.opening) + PartyOptions.opening(into: \.opening.parties) + formatOptions
            + BatchOptions.options()
    }
    static let examples = [
        Example("smime-presence verify protected.sip > report.json", "Verify a protected message."),
        Example(
            "smime-presence verify --policy enveloped.xml --leg encrypted.json protected.sip > report.json",
            "Verify a message and that it arrived as the rules require."),
        Example(
            "smime-presence sign publish.sip | smime-presence verify --report report.json",
            "Verify a signed message."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()

    static var isOpening: Bool { true }
    var recordsMessages: Bool { opening.once }

    func validate() throws(UsageError) { try opening.validate() }

    func run(on console: Console) throws(CommandFailure) {
        let reportFile = files.report ?? (writesText(on: console) ? nil : Console.standardStream)
        if hasSeveral(on: console) {
            if files.format == .text { throw onlyForOne("--format text") }
            return try openSeveral(with: opening, lines: files.report ?? Console.standardStream, on: console)
            {
                (received) throws(CommandFailure) in
                MessageOutcome(report: try self.report(on: received))
            }
        }
        try open(with: opening, reportFile: reportFile, on: console) { received throws(CommandFailure) in
            let report = try self.report(on: received)
            if writesText(on: console) {
                let lines = received.lines(with: report).map { PrintableText.escaped($0) + "\n" }
                var outputs = [Output(Array(lines.joined().utf8), .text, to: nil)]
                if let file = files.report {
                    outputs.append(Output(resultOctets(of: report), .text, to: file))
                }
                try describingErrors { try console.deliver(outputs) }
                console.say(report.warnings)
                return
            }
            let output = Output(resultOctets(of: report), .text, to: reportFile)
            try describingErrors { try console.deliver([output]) }
            console.say(report, summary: received.summary, exposure: report.exposure)
        }
    }

    private func report(on received: ReceivedMessage) throws(CommandFailure) -> MessageReport {
        // Header fields that decrypt could not put back are refused here too.
        do throws(AgentError) { try received.checkReplacement() } catch {
            throw error.failure(for: .receiver, of: Self.name)
        }
        return received.reportWithExposure()
    }
}
