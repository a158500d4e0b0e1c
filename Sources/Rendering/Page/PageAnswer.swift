import Exposure

/// The beginning of a page: the answer in sentences, and what protection changed.
struct PageAnswer {
    private let report: ExposureReport
    private let before: ExposureReport?

    /// - Parameter before: the report on the message before protection, if known.
    init(_ report: ExposureReport, before: ExposureReport?) {
        self.report = report
        self.before = before
    }

    var html: HTML {
        let sentences = ExposureOverview.sentences(report).joined(separator: " ")
        let answer = HTML.element(.p, [.class: "answer"], HTML(sentences))
        guard let before else { return answer }
        let change = ExposureChange(before: before, after: report)
        let cards = [
            card("Hidden by protection", change.hidden, of: before),
            card("Added by protection", change.added, of: report),
        ]
        return answer + "\n"
            + .element(.div, [.class: "changes"], "\n\(cards.concatenated("\n"))\n")
    }

    /// A list of findings by name, each with the severity that it has in a report.
    private func card(_ title: String, _ names: [String], of report: ExposureReport) -> HTML {
        let items = names.map { name -> HTML in
            let severity = report.headers.first { $0.name == name }?.severity ?? .info
            return .element(.li, "\(.badge(severity.rawValue)) \(.shortened(name))")
        }
        let list: HTML =
            items.isEmpty
            ? .element(.p, "nothing") : .element(.ul, "\n\(items.concatenated("\n"))\n")
        return .element(.section, [.ariaLabel: title], .element(.h2, HTML(title)) + list)
    }
}
