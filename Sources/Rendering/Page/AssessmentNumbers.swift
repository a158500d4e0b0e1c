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

    var html: HTML { best + costs + times }

    private var best: HTML {
        let kinds = AssessedInformation.allCases
        let rows = Observer.allCases.map { observer -> HTML in
            let cells = kinds.map { kind -> HTML in
                let best = assessment.best.first { $0.observer == observer && $0.information == kind }
                guard let best else { return .element(.td, "n/a") }
                return .element(
                    .td, [.class: "v-\(best.visibility.rawValue)"],
                    "\(best.visibility.word) (\(best.alternative.label))")
            }
            return .element(.tr, .rowHeading(HTML(PagePath.name(observer))) + cells.concatenated())
        }
        let together = assessment.bestTogether.map(\.label).joined(separator: ", ")
        let table = PageTables.table(
            class: "heat", caption: "In brackets: the answer that achieves it",
            headings: ["observer"] + kinds.map(\.rawValue), rows: rows.concatenated("\n"))
        return """
            \(.element(.h2, "The best without withholding anything"))
            \(table)
            \(.element(.p, "Every cell at once: \(together.isEmpty ? "none" : together)."))

            """
    }

    private var costs: HTML {
        let headings = [
            "SIP octets", "octets on the air", "packets", "too long for UDP", "left as they are",
            "round trips first",
        ]
        let rows = assessment.costs.map { cost -> HTML in
            let numbers = [
                cost.messageOctets, cost.octetsOnAir, cost.packets, cost.tooLongForUDP, cost.unchanged,
                cost.roundTrips,
            ]
            let cells = zip(headings, numbers).map { HTML.element(.td, [.dataLabel: $0], "\($1)") }
            return .element(
                .tr,
                .rowHeading("\(cost.alternative.label) \(cost.form?.rawValue ?? "")") + cells.concatenated())
        }
        let remarks = assessment.matrix.compactMap { row in
            assessment.costs.first { $0.alternative == row.alternative }.map { cost -> HTML in
                .element(.li, "\(row.alternative.label): \(cost.remark)")
            }
        }
        let table = PageTables.table(
            class: "numbers", caption: "All messages together", headings: ["answer"] + headings,
            rows: rows.concatenated("\n"))
        return """
            \(.element(.h2, "Costs, on the access leg"))
            \(table)
            \(.element(.ul, "\n\(remarks.concatenated("\n"))\n"))

            """
    }

    private var times: HTML {
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
        return """
            \(.element(.h2, "Time of S/MIME"))
            \(.element(.p, [.class: "quiet"], source))
            \(.element(.ul, "\n\(items.concatenated("\n"))\n"))

            """
    }
}
