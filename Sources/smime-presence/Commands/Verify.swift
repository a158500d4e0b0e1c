import Exposure
import FoundationEssentials
import SMIMEBody

/// `verify`: the checks of `decrypt`; the report is the result.
struct Verify: OpenCommand {
    static let name = "verify"
    static let summary = "check a protected message as decrypt does and report the result"
    static let details = [
        """
        Makes every check that decrypt makes and writes no message: the result is the report, a JSON object, on \
        standard output or in the file of --report, for accepted and refused messages alike. The exit status tells \
        them apart.
        """,
        PolicyOptions.receivingDetails,
    ]
    static var options: [Option<Verify>] { openOptions }
    static let examples = [
        Example("smime-presence verify protected.sip > report.json", "Verifies a protected message."),
        Example(
            "smime-presence verify --policy enveloped.xml --leg encrypted.json protected.sip > report.json",
            "Verifies that it came as rules demand."),
        Example(
            "smime-presence sign publish.sip | smime-presence verify --report report.json",
            "Verifies a signed message."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var opening = OpenOptions()
    var reportFile: String? { files.report ?? Console.standardStream }

    func deliver(
        _ body: OpenedBody, of input: MessageInput, report: MessageReport, on console: Console
    ) throws(CommandFailure) {
        // Header fields that decrypt could not put back are refused here too.
        _ = try input.replacingBody(with: body.entity)
        var report = report
        report.exposure = .of(input.message, layers: body.layers)
        let output = Output(try report.json(), .text, to: reportFile)
        try worded { try console.deliver([output]) }
        console.say(report, summary: smime_presence.summary(of: body), exposure: report.exposure)
    }
}
