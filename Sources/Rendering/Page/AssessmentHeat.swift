import Assessment
import Exposure

/// The heat map of an assessment: a row for each kind of information that observers can learn, a column for
/// each alternative.
///
/// Observers who learn the same under every alternative that can be used have one row. On a narrow screen the
/// map scrolls, and its first column stays in view.
struct AssessmentHeat {
    private let matrix: [DialogAssessment.Row]
    private let recommended: Alternative?
    private let label: String

    /// - Parameters:
    ///   - recommended: the alternative to mark; nil marks none.
    ///   - label: the name of the map for screen readers.
    init(_ matrix: [DialogAssessment.Row], recommended: Alternative?, label: String) {
        self.matrix = matrix
        self.recommended = recommended
        self.label = label
    }

    /// The observers in the order of the path; those who learn the same are grouped.
    var groups: [[Observer]] {
        var groups: [[Observer]] = []
        for observer in Observer.allCases {
            let seen = visibilities(of: observer)
            if let index = groups.firstIndex(where: { $0.first.map(visibilities) == seen }) {
                groups[index].append(observer)
            } else {
                groups.append([observer])
            }
        }
        return groups
    }

    private func visibilities(of observer: Observer) -> [Visibility] {
        matrix.filter { $0.usableFor > 0 }.flatMap { row in
            row.cells.filter { $0.observer == observer }.map(\.visibility)
        }
    }

    var html: HTML {
        let columns = matrix.map { row -> HTML in
            let isRecommended = row.alternative == recommended
            let number: HTML = row.alternative.numbered.isEmpty ? "" : small(row.alternative.numbered)
            let mark: HTML = isRecommended ? small("recommended") : ""
            let name = HTML(row.alternative.label) + number + mark
            return isRecommended
                ? .element(.th, [.scope: "col", .class: "best"], name) : .element(.th, [.scope: "col"], name)
        }
        let head = HTML.element(
            .thead, .element(.tr, .columnHeading("what is learned") + columns.concatenated()))
        let table = HTML.element(
            .table, [.class: "heat map"],
            .element(.caption, HTML(label)) + head + groups.map(section).concatenated("\n"))
        return PageTables.scrolling(label, table)
    }

    /// The rows of observers who learn the same.
    private func section(_ observers: [Observer]) -> HTML {
        let names = observers.map(PagePath.name).joined(separator: ", ")
        let heading = HTML.element(
            .th, [.class: "group", .scope: "rowgroup", .colspan: "\(matrix.count + 1)"],
            .element(.span, HTML(names)))
        let rows = AssessedInformation.allCases.map { kind -> HTML in
            .element(
                .tr,
                .rowHeading(HTML(kind.rawValue)) + matrix.map { cell($0, observers, kind) }.concatenated())
        }
        return .element(.tbody, .element(.tr, heading) + "\n" + rows.concatenated("\n"))
    }

    private func cell(
        _ row: DialogAssessment.Row, _ observers: [Observer], _ kind: AssessedInformation
    ) -> HTML {
        guard row.usableFor > 0,
            let cell = row.cells.first(where: { $0.observer == observers.first && $0.information == kind })
        else { return .element(.td, [.class: "none"], "n/a") }
        return .element(.td, [.class: "v-\(cell.visibility.rawValue)"], HTML(cell.visibility.word))
    }

    private func small(_ text: String) -> HTML { .element(.span, [.class: "small"], HTML(text)) }
}
