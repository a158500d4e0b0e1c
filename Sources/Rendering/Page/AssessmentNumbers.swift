import Assessment
import Exposure

/// The tables below the heat map: the best achievable visibility, and the costs.
struct AssessmentNumbers {
    private let assessment: DialogAssessment
    private let measured: [MeasuredTime]

    init(_ assessment: DialogAssessment, measured: [MeasuredTime]) {
        self.assessment = assessment
        self.measured = measured
    }

    /// The least that any alternative leaves readable in each cell; folded.
    var best: HTML {
        let kinds = AssessedInformation.allCases
        let rows = Observer.allCases.map { observer -> HTML in
            let cells = kinds.map { kind -> HTML in
                let best = assessment.best.first { $0.observer == observer && $0.information == kind }
                guard let best else { return .element(.td, [.class: "none"], "n/a") }
                return .element(
                    .td, [.class: "v-\(best.visibility.rawValue)"],
                    "\(best.visibility.word) (\(best.alternative.label))")
            }
            return .element(.tr, .rowHeading(HTML(PagePath.name(observer))) + cells.concatenated())
        }
        let together = assessment.bestTogether.map(\.labelWithNumber).joined(separator: ", ")
        let caption = "The best without withholding anything, and what achieves it"
        let table = PageTables.table(
            class: "heat", caption: HTML(caption), headings: ["observer"] + kinds.map(\.rawValue),
            rows: rows.concatenated("\n"))
        return AssessmentDetails.folded(
            "The best, cell by cell",
            PageTables.scrolling(caption, table)
                + .element(.p, "Every cell at once: \(together.isEmpty ? "none" : together)."))
    }

    private static let headings = [
        "SIP octets", "octets on the air", "packets", "too long for UDP", "left as they are",
        "round trips first",
    ]

    /// The costs; an alternative that cannot be used has none.
    var costs: HTML {
        let rows = assessment.costs.map { cost -> HTML in
            let isUsable = cost.messageOctets != nil
            let numbers = [
                cost.messageOctets, cost.octetsOnAir, cost.packets, cost.tooLongForUDP,
                isUsable ? cost.unchanged : nil, cost.roundTrips,
            ]
            let cells = numbers.map { number -> HTML in
                number.map { .element(.td, "\($0)") } ?? .element(.td, [.class: "none"], "n/a")
            }
            let form = cost.form.map { ", \($0.plural)" } ?? ""
            return .element(
                .tr, .rowHeading("\(cost.alternative.label)\(form)") + cells.concatenated())
        }
        let remarks = assessment.matrix.compactMap { row in
            assessment.costs.first { $0.alternative == row.alternative }.map { cost -> HTML in
                .element(.li, "\(row.alternative.label): \(cost.remark)")
            }
        }
        let table = PageTables.scrolling(
            "Costs of all messages together",
            PageTables.table(
                class: "numbers", caption: "All messages together",
                headings: ["protection"] + Self.headings, rows: rows.concatenated("\n")))
        return """
            \(.element(.h2, "Costs, on the access leg"))
            \(table)
            \(AssessmentDetails.folded(
                "What the figures do not include", .element(.ul, "\n\(remarks.concatenated("\n"))\n")))
            """
    }

    /// The measured times of S/MIME; empty if nothing was measured.
    var times: HTML {
        guard let rounds = measured.first?.rounds else { return "" }
        let items = measured.map { time -> HTML in
            .element(
                .li,
                "\(.element(.code, .shortened(time.message, to: 200))), \(time.form.rawValue): protect "
                    + "\(Int(time.protectMicroseconds.rounded())) µs, open "
                    + "\(Int(time.openMicroseconds.rounded())) µs"
            )
        }
        let source: HTML =
            "Measured in the run that created this page: the median of \(rounds) rounds, P-256."
        return AssessmentDetails.folded(
            "Time of S/MIME",
            .element(.p, [.class: "quiet"], source) + .element(.ul, "\n\(items.concatenated("\n"))\n"))
    }
}
