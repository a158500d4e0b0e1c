import Exposure

/// The findings by who reads them and what they reveal, after filters that hide groups without script.
struct PageFindings {
    private static let headings = [
        "Field and value", "Severity", "What it reveals", "What can be done", "Source",
    ]

    private let report: ExposureReport
    private let number: Int

    /// - Parameter number: distinguishes the filters of one message from those of another on the same page.
    init(_ report: ExposureReport, number: Int) {
        self.report = report
        self.number = number
    }

    var html: HTML {
        let readings = FindingGroups(report).readings.enumerated().map {
            reading($0.element, isFirst: $0.offset == 0)
        }
        return .element(
            .fieldset, [.class: "findings"],
            "\n\(.element(.legend, "Show"))\n" + severityChoices + .element(.br) + "\n" + observerChoices
                + readings.concatenated("\n") + "\n")
    }

    /// What the same positions read: a heading, and a folded table for each group.
    private func reading(_ reading: FindingGroups.Reading, isFirst: Bool) -> HTML {
        let worst = reading.groups.map(\.severity).max() ?? .info
        let groups = reading.groups.enumerated().map {
            group($0.element, in: reading, isOpen: isFirst && $0.offset == 0)
        }
        return .element(
            .div, [.class: "readers \(Self.filterClasses(worst, reading.readers))"],
            .element(.h3, HTML(reading.title(naming: PagePath.name))) + "\n\(groups.concatenated("\n"))\n")
    }

    private func group(_ group: FindingGroups.Group, in reading: FindingGroups.Reading, isOpen: Bool) -> HTML
    {
        let names = group.findings.map { HTML.shortened($0.name, to: 80) }.concatenated(", ")
        let summary = HTML.element(
            .summary,
            "\(.badge(group.severity.rawValue)) \(HTML(group.kind)): "
                + .element(.span, [.class: "names"], names))
        let columns = Self.headings.map {
            HTML.element(.th, [.scope: "col", .role: "columnheader"], HTML($0))
        }
        let table = HTML.element(
            .table, [.role: "table", .ariaLabel: "\(group.kind), \(group.severity.rawValue)"],
            .element(.thead, [.role: "rowgroup"], .element(.tr, [.role: "row"], columns.concatenated()))
                + "\n"
                + .element(
                    .tbody, [.role: "rowgroup"], "\n\(group.findings.map(row).concatenated("\n"))\n"))
        let name = "group \(Self.filterClasses(group.severity, reading.readers))"
        let content = summary + "\n" + table + "\n"
        return isOpen
            ? .element(.details, [.class: name, .open: ""], content)
            : .element(.details, [.class: name], content)
    }

    /// The classes by which the filters find an element.
    private static func filterClasses(_ severity: Severity, _ observers: [Observer]) -> String {
        (["r-\(severity.rawValue)"] + observers.map { "o-\($0.rawValue)" }).joined(separator: " ")
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
        let value: HTML = finding.value.isEmpty ? "" : ": \(.element(.code, .shortened(finding.value)))"
        let unknown: HTML =
            finding.known ? "" : " \(.element(.span, [.class: "quiet"], "(unknown to the catalogue)"))"
        let kinds = (finding.reveals + finding.identifies).joined(separator: ", ")
        let cells: [HTML] = [
            .element(
                .th, [.scope: "row", .role: "rowheader"], .shortened(finding.name) + unknown + value),
            cell("Severity", .badge(finding.severity.rawValue) + .why(finding.severityReason)),
            cell("What it reveals", HTML(finding.detail) + .why(kinds)),
            cell(
                "What can be done",
                "S/MIME \(ExposureText.words(for: finding.hideable))." + measures(finding)
                    + .why("What remains: \(finding.residual)")),
            cell("Source", HTML(finding.source)),
        ]
        return .element(
            .tr, [.role: "row", .class: Self.filterClasses(finding.severity, finding.observers)],
            cells.concatenated())
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
