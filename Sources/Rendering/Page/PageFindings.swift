import Exposure

/// The table of findings, after filters that hide rows without script.
struct PageFindings {
    private let report: ExposureReport
    private let number: Int

    /// - Parameter number: distinguishes the filters of one message from those of another on the same page.
    init(_ report: ExposureReport, number: Int) {
        self.report = report
        self.number = number
    }

    var html: HTML {
        let headings = [
            "Field and value", "Severity", "What it reveals", "Who can read it", "What can be done", "Source",
        ]
        let columns = headings.map { HTML.element(.th, [.scope: "col", .role: "columnheader"], HTML($0)) }
        let table = HTML.element(
            .table, [.role: "table"],
            .element(.caption, "The most severe first")
                + .element(.thead, [.role: "rowgroup"], .element(.tr, [.role: "row"], columns.concatenated()))
                + "\n"
                + .element(.tbody, [.role: "rowgroup"], "\n\(report.headers.map(row).concatenated("\n"))\n"))
        return .element(
            .fieldset, [.class: "findings"],
            "\n\(.element(.legend, "Show"))\n" + severityChoices + .element(.br) + "\n" + observerChoices
                + table
                + "\n")
    }

    private var severityChoices: HTML {
        let choices = Severity.allCases.filter { $0 > .info }.map { severity in
            choice(
                "severity", severity.rawValue,
                severity == .critical ? "critical" : "\(severity.rawValue) and above")
        }
        return choice("severity", "all", "every severity", isChosen: true) + choices.concatenated()
    }

    private var observerChoices: HTML {
        choice("observer", "all", "all readers", isChosen: true)
            + Observer.allCases.map { choice("observer", $0.rawValue, PagePath.name($0)) }.concatenated()
    }

    private func choice(_ group: String, _ value: String, _ label: String, isChosen: Bool = false) -> HTML {
        let id = "m\(number)-\(group)-\(value)"
        let name = "m\(number)-\(group)"
        let input: HTML =
            isChosen
            ? .element(
                .input, [.type: "radio", .class: "f-\(value)", .name: name, .id: id, .checked: ""])
            : .element(.input, [.type: "radio", .class: "f-\(value)", .name: name, .id: id])
        return .element(.label, [.for: id], input + HTML(label)) + "\n"
    }

    private func row(_ finding: ExposureFinding) -> HTML {
        let observers = finding.observers.map { "o-\($0.rawValue)" }.joined(separator: " ")
        let value: HTML = finding.value.isEmpty ? "" : ": \(.element(.code, .shortened(finding.value)))"
        let unknown: HTML =
            finding.known ? "" : " \(.element(.span, [.class: "quiet"], "(unknown to the catalogue)"))"
        let kinds = (finding.reveals + finding.identifies).joined(separator: ", ")
        let cells: [HTML] = [
            .element(
                .th, [.scope: "row", .role: "rowheader"], .shortened(finding.name) + unknown + value),
            cell("Severity", .badge(finding.severity.rawValue) + .why(finding.severityReason)),
            cell("What it reveals", HTML(finding.detail) + .why(kinds)),
            cell("Who can read it", HTML(finding.observers.map(PagePath.name).joined(separator: ", "))),
            cell(
                "What can be done",
                "S/MIME \(ExposureText.words(for: finding.hideable))." + measures(finding)
                    + .why("What remains: \(finding.residual)")),
            cell("Source", HTML(finding.source)),
        ]
        return .element(
            .tr, [.role: "row", .class: "r-\(finding.severity.rawValue) \(observers)"], cells.concatenated())
    }

    /// What the sender can do alone, and separately what needs another party.
    private func measures(_ finding: ExposureFinding) -> HTML {
        [("Sender", finding.senderMeasures), ("Network or other party", finding.othersMeasures)]
            .filter { !$0.1.isEmpty }
            .map { title, text -> HTML in
                .element(.p, [.class: "why"], "\(.element(.strong, "\(title):")) \(.prose(text))")
            }.concatenated()
    }

    private func cell(_ label: String, _ content: HTML) -> HTML {
        .element(.td, [.role: "cell", .dataLabel: label], content)
    }
}
