import CommandFiles
import Exposure
import Rendering
import SMIMEAgent

extension Console {
    /// Says each warning, with the code that the report has for it.
    func say(_ warnings: [ReportedWarning]) {
        for warning in warnings {
            let hint = warning.hint.map { "; \($0)" } ?? ""
            say("warning: \(warning.message)\(hint) (\(warning.code))")
        }
    }

    /// Says on standard error what was done, what to mind, and what stays readable.
    func say(_ report: MessageReport, summary: String, exposure: ExposureReport?) {
        say(summary)
        say(report.warnings)
        guard let exposure else { return }
        for line in ExposureText(exposure).summary.split(separator: "\n") { say(String(line)) }
    }
}

extension ReportedWarning {
    /// What the command line has against it; nil if it has nothing.
    fileprivate var hint: String? {
        switch code {
        case "not-anonymous": "'--rewrite-dialog FILE' changes them"
        case "no-revocation-list":
            "'trust crl import' or 'trust add --crl' imports one, 'ca crl' makes that of this store's CA"
        default: nil
        }
    }
}
