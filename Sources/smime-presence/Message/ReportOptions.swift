import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

/// How `verify` and `inspect` write their result.
enum ReportFormat: String, CaseIterable, Sendable {
    case text
    case json
}

extension BatchCommand {
    /// The options of a command whose result is its report.
    static var formatOptions: [Option<Self>] {
        [
            .choice(
                "--format", as: "FORMAT", into: \.files.format,
                help: "format of the result (default: text on a terminal, else json)"),
            .flag(
                "--brief", into: \.files.isBrief,
                help: "leave the single findings of the exposure out of the JSON report"),
        ]
    }

    /// Whether the result is a text for people: on a terminal, unless a file or a format is given.
    func writesText(on console: Console) -> Bool {
        switch files.format {
        case .text: true
        case .json: false
        case nil: files.report == nil && !files.isBrief && console.outputKind == .terminal
        }
    }

    /// The octets of a report as the options say.
    func resultOctets(of report: MessageReport) -> [UInt8] {
        files.isBrief ? JSONWriter.document(BriefMessageReport(report)) : JSONWriter.document(report)
    }
}
