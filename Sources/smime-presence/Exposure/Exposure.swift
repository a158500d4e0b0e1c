import CommandOptions
import Exposure
import Octets
import SIPMessage
import SMIMEAgent

/// `exposure`: which privacy-relevant fields stay readable, and by whom.
struct ExposureCommand: MessageCommand {
    /// What must not stay readable.
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
    static let summary = "list what of a message stays readable, by whom, and what can be done"
    static let details = [
        """
        Reads MESSAGE, protected or not, without any key, and lists every field that tells something about \
        presentity, watcher, device or place: how severe that is on an access leg with integrity but no \
        confidentiality, what it reveals, who can read it, whether S/MIME can hide it and what helps. Addresses of \
        the network underneath are not part of a message and not evaluated.
        """,
        """
        Several messages get one summary: name several files, a directory, whose SIP messages are read in the order \
        of their names, or a packet capture, which tshark takes apart. With --fail-on the report is written all the \
        same, and the status is 1 where something of that severity, or a graver one, stays readable. The page of \
        --format html needs nothing from elsewhere and has no script; --format sarif is SARIF 2.1.0.
        """,
    ]
    static var operands: [Operand<ExposureCommand>] {
        [
            .repeated(
                "MESSAGE", into: \.messages,
                help:
                    "a SIP message, a directory of them or a packet capture; standard input if absent or '-'")
        ]
    }
    static var options: [Option<ExposureCommand>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "how the list is written"),
            .choice(
                "--fail-on", as: "SEVERITY", into: \.failOn,
                help: "status 1 where something of this severity or a graver one stays readable"),
            .value(
                "--before", as: "FILE", into: \.before,
                help: "the message before it was protected, to compare with"),
            outputOption, reportOption,
        ]
    }
    static let examples = [
        Example("smime-presence exposure publish.sip", "Lists what a plain PUBLISH tells."),
        Example(
            "smime-presence encrypt publish.sip | smime-presence exposure --format json > exposure.json",
            "What is left after protection, for a script."),
        Example(
            "smime-presence exposure --format html --before publish.sip -o exposure.html protected.sip",
            "A page that shows what protection has changed."),
        Example(
            "smime-presence exposure --format sarif publish.sip notify.sip > exposure.sarif",
            "Findings in two messages, for a system that tests changes."),
    ]

    static let hasVerdict = false

    var messages: [String] = []
    var files = MessageOptions()
    var format = ExposureFormat.text
    var failOn: Gate?
    var before: String?

    func run(on console: Console) throws(CommandFailure) {
        if ExposureSource.isOneMessage(messages, on: console) {
            try runOnOne(messages.first, on: console)
        } else {
            try runOnMany(try ExposureSource(messages, on: console), on: console)
        }
    }

    private func runOnOne(_ name: String?, on console: Console) throws(CommandFailure) {
        var command = self
        command.files.message = name
        var report = MessageReport(operation: Self.name)
        let exposure: ExposureReport
        do throws(CommandFailure) {
            let octets = try command.readOctets(on: console)
            guard !CaptureRecords.begin(octets) else { throw .captureOnStandardInput }
            let exposed = try worded { try ExposedMessage(octets, file: name ?? Console.standardStream) }
            report = exposed.report(of: Self.name)
            exposure = exposed.exposure
            let before = try exposureBefore(on: console)
            report.exposureBefore = before
            try deliver(ExposureDocument(exposed, report: report, before: before), on: console)
        } catch {
            throw refuse(error, report: report, to: files.report, on: console)
        }
        console.say(report.warnings)
        try holdGate([(name ?? Console.standardStream, exposure)])
    }

    /// Writes what was found in the format that was asked for, and as JSON where a report is wanted.
    func deliver(_ document: ExposureDocument, on console: Console) throws(CommandFailure) {
        let style = ExposureDocument.Style(
            isColoured: isColoured(on: console), standardInput: Console.standardStream,
            version: SmimePresence.commands.version)
        var outputs = [Output(document.octets(as: format, style: style), .text, to: files.output)]
        if let file = files.report { outputs.append(Output(document.json, .text, to: file)) }
        try worded { try console.deliver(outputs) }
    }

    /// Colours are for a terminal only, and for those who want them (no-color.org).
    private func isColoured(on console: Console) -> Bool {
        let goesToTerminal =
            console.outputKind == .terminal && (files.output ?? "-") == Console.standardStream
        let isUnwanted = console.environment("NO_COLOR").map { !$0.isEmpty } ?? false
        return goesToTerminal && !isUnwanted && console.environment("TERM") != "dumb"
    }

    private func exposureBefore(on console: Console) throws(CommandFailure) -> ExposureReport? {
        guard let before else { return nil }
        let octets = try worded {
            try console.refuseSameFile(input: before, outputs: [files.output, files.report])
            return try console.read(before, limit: MessageOrEntity.maximumOctets)
        }
        return try worded { try ExposedMessage(octets, file: before).exposure }
    }

    /// Refuses where something as grave as the gate, or graver, stays readable; what is written is written.
    func holdGate(_ reports: [(file: String, report: ExposureReport)]) throws(CommandFailure) {
        guard let severity = failOn?.severity else { return }
        let grave = reports.map { ($0.file, $0.report.names(from: severity)) }.filter { !$0.1.isEmpty }
        guard let first = grave.first else { return }
        throw .exposed(
            severity, names: first.1, in: first.0, messages: grave.count, of: reports.count,
            canBeLowered: reports.contains { !$0.report.advice.isEmpty })
    }
}
