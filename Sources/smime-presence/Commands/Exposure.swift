import CMS
import Exposure
import FoundationEssentials
import SIPMessage
import SMIMEBody

/// `exposure`: which privacy-relevant fields stay readable, and by whom.
struct ExposureCommand: MessageCommand {
    /// How the report is written.
    enum Format: String, CaseIterable {
        case text
        case json
    }

    static let name = "exposure"
    static let summary = "list what of a message stays readable, by whom, and what can be done"
    static let details = [
        """
        Reads MESSAGE, protected or not, without any key, and lists every field that tells something about \
        presentity, watcher, device or place: how severe that is on an access leg with integrity but no \
        confidentiality, what it reveals, who can read it, whether S/MIME can hide it and what helps. Addresses of \
        the network underneath are not part of a message and not evaluated.
        """
    ]
    static var options: [Option<ExposureCommand>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "how the list is written"), outputOption,
            reportOption,
        ]
    }
    static let examples = [
        Example("smime-presence exposure publish.sip", "Lists what a plain PUBLISH tells."),
        Example(
            "smime-presence encrypt publish.sip | smime-presence exposure --format json > exposure.json",
            "What is left after protection, for a script."),
    ]

    static let hasVerdict = false

    var files = MessageOptions()
    var format = Format.text

    func run(on console: Console) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let input = try readInput(on: console)
            guard let message = input.message else { throw .notAMessage }
            report.message = ReportedMessage(message)
            // A body that cannot be read as S/MIME is reported as what it shows: clear text.
            let layers = input.body.flatMap { try? Inspection(of: $0).layers } ?? []
            let exposure = ExposureReport.of(message, layers: layers.visible(octets: message.body.count))
            report.layers = layers.map { ReportedLayer($0) }
            report.exposure = exposure
            report.warnings = input.warnings
            let text = format == .text ? Array(ExposureText(exposure).full.utf8) : try report.json()
            var outputs = [Output(text, .text, to: files.output)]
            if let file = files.report { outputs.append(Output(try report.json(), .text, to: file)) }
            try worded { try console.deliver(outputs) }
        } catch {
            throw refuse(error, report: report, to: files.report, on: console)
        }
    }
}
