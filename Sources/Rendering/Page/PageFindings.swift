import Exposure

/// The table of findings, with choices before it that hide rows; no script takes part.
struct PageFindings {
    private let report: ExposureReport
    private let number: Int

    /// - Parameter number: tells the choices of one message from those of another on the same page.
    init(_ report: ExposureReport, number: Int) {
        self.report = report
        self.number = number
    }

    var html: String {
        let headings = [
            "Field and value", "Severity", "What it tells", "Who can read it", "What can be done", "Source",
        ]
        let columns = headings.map { "<th scope=\"col\" role=\"columnheader\">\($0)</th>" }.joined()
        return "<fieldset class=\"findings\">\n<legend>Show</legend>\n" + severityChoices + "<br>\n"
            + observerChoices
            + "<table role=\"table\"><caption>The gravest first</caption>"
            + "<thead role=\"rowgroup\"><tr role=\"row\">\(columns)</tr></thead>\n<tbody role=\"rowgroup\">\n"
            + report.headers.map(row).joined(separator: "\n") + "\n</tbody></table>\n</fieldset>"
    }

    private var severityChoices: String {
        let choices = Severity.allCases.filter { $0 > .info }.map { severity in
            choice(
                "severity", severity.rawValue,
                severity == .critical ? "critical" : "\(severity.rawValue) and graver")
        }
        return choice("severity", "all", "every severity", isChosen: true) + choices.joined()
    }

    private var observerChoices: String {
        choice("observer", "everybody", "whoever reads it", isChosen: true)
            + Observer.allCases.map { choice("observer", $0.rawValue, PagePath.name($0)) }.joined()
    }

    private func choice(_ group: String, _ value: String, _ label: String, isChosen: Bool = false) -> String {
        let id = "m\(number)-\(group)-\(value)"
        return "<label for=\"\(id)\"><input type=\"radio\" class=\"f-\(value)\" name=\"m\(number)-\(group)\""
            + " id=\"\(id)\"\(isChosen ? " checked" : "")>\(label)</label>\n"
    }

    private func row(_ finding: ExposureFinding) -> String {
        let observers = finding.observers.map { "o-\($0.rawValue)" }.joined(separator: " ")
        let value = finding.value.isEmpty ? "" : ": <code>\(HTMLText.shortened(finding.value))</code>"
        let unknown = finding.known ? "" : " <span class=\"quiet\">(unknown to the catalogue)</span>"
        let kinds = (finding.reveals + finding.identifies).joined(separator: ", ")
        return "<tr role=\"row\" class=\"r-\(finding.severity.rawValue) \(observers)\">"
            + "<th scope=\"row\" role=\"rowheader\">\(HTMLText.shortened(finding.name))\(unknown)\(value)</th>"
            + cell("Severity", PageTables.badge(finding.severity) + why(finding.severityReason))
            + cell("What it tells", HTMLText.escaped(finding.detail) + why(kinds))
            + cell("Who can read it", finding.observers.map(PagePath.name).joined(separator: ", "))
            + cell(
                "What can be done",
                HTMLText.escaped("S/MIME \(ExposureText.words(for: finding.hideable)).")
                    + why("\(finding.userAgent) \(finding.mitigation)")
                    + why("What remains: \(finding.residual)"))
            + cell("Source", HTMLText.escaped(finding.source)) + "</tr>"
    }

    private func cell(_ label: String, _ content: String) -> String {
        "<td role=\"cell\" data-label=\"\(label)\">\(content)</td>"
    }

    private func why(_ text: String) -> String { "<p class=\"why\">\(HTMLText.escaped(text))</p>" }
}
