import Assessment
import Exposure

/// The tables below the heat map: the best that can be reached, and what it costs.
struct AssessmentNumbers {
    private let assessment: DialogAssessment
    private let measured: [MeasuredTime]

    init(_ assessment: DialogAssessment, measured: [MeasuredTime]) {
        self.assessment = assessment
        self.measured = measured
    }

    var html: String { best + costs + times }

    private var best: String {
        let kinds = AssessedInformation.allCases
        let headings = kinds.map { "<th scope=\"col\">\($0.rawValue)</th>" }.joined()
        let rows = Observer.allCases.map { observer in
            let cells = kinds.map { kind in
                let best = assessment.best.first { $0.observer == observer && $0.information == kind }
                guard let best else { return "<td>n/a</td>" }
                return
                    "<td class=\"v-\(best.visibility.rawValue)\">\(best.visibility.word) (\(best.alternative.label))</td>"
            }
            return "<tr><th scope=\"row\">\(PagePath.name(observer))</th>\(cells.joined())</tr>"
        }
        let together = assessment.bestTogether.map(\.label).joined(separator: ", ")
        return "<h2>The best without withholding anything</h2>\n<table class=\"heat\">"
            + "<caption>In brackets the answer that reaches it</caption><thead><tr><th scope=\"col\">observer</th>"
            + "\(headings)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>\n"
            + "<p>Every cell at once: \(together.isEmpty ? "none" : together).</p>\n"
    }

    private var costs: String {
        let headings = [
            "SIP octets", "octets on the air", "packets", "too long for UDP", "left as they are",
            "round trips first",
        ]
        let rows = assessment.costs.map { cost in
            let numbers = [
                cost.messageOctets, cost.octetsOnAir, cost.packets, cost.tooLongForUDP, cost.unchanged,
                cost.roundTrips,
            ]
            let cells = zip(headings, numbers).map { "<td data-label=\"\($0)\">\($1)</td>" }.joined()
            return
                "<tr><th scope=\"row\">\(cost.alternative.label) \(cost.form?.rawValue ?? "")</th>\(cells)</tr>"
        }
        let remarks = assessment.matrix.compactMap { row in
            assessment.costs.first { $0.alternative == row.alternative }.map {
                "<li>\(row.alternative.label): \($0.remark)</li>"
            }
        }
        let columns = headings.map { "<th scope=\"col\">\($0)</th>" }.joined()
        return
            "<h2>Costs, on the access leg</h2>\n<table class=\"numbers\"><caption>All messages together</caption><thead>"
            + "<tr><th scope=\"col\">answer</th>\(columns)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>\n"
            + "<ul>\n\(remarks.joined(separator: "\n"))\n</ul>\n"
    }

    private var times: String {
        guard let rounds = measured.first?.rounds else { return "" }
        let items = measured.map { time in
            "<li><code>\(HTMLText.shortened(time.message, to: 200))</code>, \(time.form.rawValue): protect "
                + "\(Int(time.protectMicroseconds.rounded())) µs, open \(Int(time.openMicroseconds.rounded())) µs</li>"
        }
        return
            "<h2>Time of S/MIME</h2>\n<p class=\"quiet\">Measured in the run that made this page: the median of "
            + "\(rounds) rounds, P-256.</p>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>\n"
    }
}
