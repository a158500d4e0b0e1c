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

    /// The answer.
    var html: HTML {
        let sentences = ExposureOverview.sentences(report).joined(separator: " ")
        return .element(.p, [.class: "answer"], HTML(sentences))
    }

    /// Before and after side by side, with what is gone and what is new; empty if the message before
    /// protection was not given.
    var change: HTML {
        guard let before else { return "" }
        let comparison = ExposureComparison(before: before, after: report)
        let rows = comparison.rows.map { row -> HTML in
            .element(
                .tr,
                .rowHeading(HTML(row.title)) + .element(.td, HTML(row.before))
                    + .element(.td, HTML(row.after)))
        }
        let table = PageTables.table(
            class: "compare", caption: "The message before protection and now",
            headings: ["", "before", "now"], rows: rows.concatenated("\n"))
        let cards = [
            card("Hidden by protection", comparison.hidden),
            card("Added by protection", comparison.added),
        ]
        return """
            \(.element(.h2, "What protection changed"))
            \(table)
            \(.element(.div, [.class: "changes"], "\n\(cards.concatenated("\n"))\n"))
            \(.element(.p, HTML(comparison.balance)))

            """
    }

    /// A list of findings by name, each with its severity.
    private func card(_ title: String, _ differences: [ExposureComparison.Difference]) -> HTML {
        let items = differences.map { difference -> HTML in
            .element(.li, "\(.badge(difference.severity.rawValue)) \(.shortened(difference.name))")
        }
        let list: HTML =
            items.isEmpty
            ? .element(.p, "nothing") : .element(.ul, "\n\(items.concatenated("\n"))\n")
        return .element(.section, [.ariaLabel: title], .element(.h3, HTML(title)) + list)
    }
}
