import Exposure
import SMIMEAgent

extension Console {
    /// Says each warning, with the code that the report has for it.
    func say(_ warnings: [ReportedWarning]) {
        for warning in warnings { say("warning: \(warning.message) (\(warning.code))") }
    }

    /// Says on standard error what was done, what to mind, and what stays readable.
    func say(_ report: MessageReport, summary: String, exposure: ExposureReport?) {
        say(summary)
        say(report.warnings)
        guard let exposure else { return }
        for line in ExposureText(exposure).summary.split(separator: "\n") { say(String(line)) }
    }
}
