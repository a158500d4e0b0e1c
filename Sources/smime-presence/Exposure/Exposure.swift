import CommandFiles
import CommandOptions
import Exposure
import MessageBatch
import Octets
import PacketCaptures
import SIPMessage
import SMIMEAgent

/// `exposure`: lists the privacy-relevant fields that stay readable, and to whom.
struct ExposureCommand: MessageCommand {
    /// The severity of findings that fail the command.
    enum Gate: String, CaseIterable {
        case critical
        case high
        case medium

        var severity: Severity {
            switch self {
            case .critical: .critical
            case .high: .high
            case .medium: .medium
            }
        }
    }

    static let name = "exposure"
    static let summary = "list what stays readable in a message, to whom, and what helps"
    static let details = [
        """
        Reads MESSAGE, protected or not, without a key. Lists every readable field about presentity, \
        watcher, device or place: its severity on an access leg with integrity but no confidentiality, what \
        it reveals, who can read it, whether S/MIME can hide it, and what helps. Addresses of the underlying \
        network are not part of a message and are not evaluated.
        """,
        """
        Several files, a directory or a packet capture get one summary. The SIP messages of a directory are \
        read in the order of their names; tshark decodes a capture. --fail-on sets status 1 if a finding of \
        that severity or above remains; the report is written in any case. --format html is one page without \
        script or external files; --format sarif is SARIF 2.1.0.
        """,
    ]
    static var operands: [Operand<ExposureCommand>] {
        [
            .repeated(
                "MESSAGE", into: \.files.names,
                help:
                    "SIP messages, directories, packet captures, logs of SIPp; FILE.pcap#8 is one message "
                    + "of a capture; standard input if absent or '-'")
        ]
    }
    static var options: [Option<ExposureCommand>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            .choice(
                "--fail-on", as: "SEVERITY", into: \.failOn,
                help: "exit with status 1 if a finding of this severity or above remains"),
            .value(
                "--before", as: "FILE", into: \.before,
                help: "compare with FILE, the message before protection"),
            BatchOptions.recursive(), outputOption, reportOption,
        ]
    }
    static let examples = [
        Example("smime-presence exposure publish.sip", "List what an unprotected PUBLISH shows."),
        Example(
            "smime-presence encrypt publish.sip | smime-presence exposure --format json > exposure.json",
            "List what stays readable after protection, as JSON."),
        Example(
            "smime-presence exposure --format html --before publish.sip -o exposure.html protected.sip",
            "Write a page that shows what protection changed."),
        Example(
            "smime-presence exposure --format sarif publish.sip notify.sip > exposure.sarif",
            "Write the findings in two messages for a CI system."),
    ]

    static let hasVerdict = false

    /// The maximum number of messages together.
    private static let maximum = 2_000

    var files = MessageOptions()
    var format = ExposureFormat.text
    var failOn: Gate?
    var before: String?

    func run(on console: Console) throws(CommandFailure) {
        if MessageOperands(files.names).areSeveral(on: console) {
            try runOnMany(try messages(limit: Self.maximum, on: console), on: console)
        } else {
            try runOnOne(on: console)
        }
    }

    private func runOnOne(on console: Console) throws(CommandFailure) {
        let name = files.message
        var report = MessageReport(operation: Self.name)
        let exposure: ExposureReport
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            guard !CaptureRecords.begin(octets) else { throw .captureOnStandardInput }
            let exposed = try describingErrors {
                try ExposedMessage(octets, file: name ?? Console.standardStream)
            }
            report = exposed.report(of: Self.name)
            exposure = exposed.exposure
            let before = try exposureBefore(of: exposed, on: console)
            report.exposureBefore = before
            try deliver(ExposureDocument(exposed, report: report, before: before), on: console)
        } catch {
            throw refuse(error, report: report, to: files.report, on: console)
        }
        console.say(report.warnings)
        try enforceGate([(name ?? Console.standardStream, exposure)])
    }

    /// Writes the findings in the requested format, and as JSON if a report is requested.
    func deliver(_ document: ExposureDocument, on console: Console) throws(CommandFailure) {
        let style = ExposureDocument.Style(
            isColoured: isColoured(on: console), isDetailed: console.isVerbose,
            standardInput: Console.standardStream,
            version: SmimePresence.commands.version)
        var outputs = [Output(document.octets(as: format, style: style), .text, to: files.output)]
        if let file = files.report { outputs.append(Output(document.json, .text, to: file)) }
        try describingErrors { try console.deliver(outputs) }
    }

    /// Whether colours are used: only on a terminal, and not if NO_COLOR is set (no-color.org).
    private func isColoured(on console: Console) -> Bool {
        let goesToTerminal =
            console.outputKind == .terminal && (files.output ?? "-") == Console.standardStream
        let isUnwanted = console.environment("NO_COLOR").map { !$0.isEmpty } ?? false
        return goesToTerminal && !isUnwanted && console.environment("TERM") != "dumb"
    }

    private func exposureBefore(
        of after: ExposedMessage, on console: Console
    ) throws(CommandFailure) -> ExposureReport? {
        guard let before else { return nil }
        let octets = try describingErrors {
            try console.refuseSameFile(input: before, outputs: [files.output, files.report])
            return try console.read(before, limit: MessageOrEntity.maximumOctets)
        }
        let earlier = try describingErrors { try ExposedMessage(octets, file: before) }
        guard earlier.mayBecome(after) else { throw .notBefore(before) }
        return earlier.exposure
    }

    /// Fails if findings of the severity of `--fail-on` or above remain; outputs are written already.
    func enforceGate(_ reports: [(file: String, report: ExposureReport)]) throws(CommandFailure) {
        guard let severity = failOn?.severity else { return }
        let failing = reports.map { ($0.file, $0.report.names(from: severity)) }.filter { !$0.1.isEmpty }
        guard let first = failing.first else { return }
        throw .exposed(
            severity, names: first.1, in: first.0, messages: failing.count, of: reports.count,
            canBeLowered: reports.contains { !$0.report.advice.isEmpty })
    }
}
