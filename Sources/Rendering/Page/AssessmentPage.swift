import AccessLeg
public import Assessment
import Exposure

/// A page to look at: the path, and beside each position on it what every alternative lets it see.
///
/// Like ``ExposurePage`` it is one file that needs nothing from elsewhere, without script.
public struct AssessmentPage: Sendable {
    private let assessment: DialogAssessment
    private let measured: [MeasuredTime]

    /// Takes the assessment to show, and what was measured.
    public init(_ assessment: DialogAssessment, measured: [MeasuredTime] = []) {
        self.assessment = assessment
        self.measured = measured
    }

    /// The page.
    public var html: String {
        PageFrame.html(
            title: "What each protection hides, and from whom", sheet: AssessmentStyle.sheet,
            digest: AssessmentStyle.digest,
            content: messages + matrices + alternatives
                + AssessmentNumbers(assessment, measured: measured).html)
    }

    private var messages: String {
        let items = assessment.messages.map { message in
            let leg = message.leg
            let network = leg.accessNetwork.map {
                HTMLText.shortened($0.token, to: 80)
                    + (leg.isAccessNetworkClaimed ? " (the terminal's claim)" : "")
            }
            let facts = [
                "Leg: \(leg.confidentiality.words). \(leg.confidentiality.reason)",
                "Link of the access network: \(leg.link.words). \(leg.link.reason)",
                "Flag of the network: \(leg.flag.words). \(leg.flag.reason)",
            ]
            return "<li><strong>\(HTMLText.shortened(message.title, to: 80))</strong> "
                + "<code>\(HTMLText.shortened(message.name, to: 200))</code>, on the \(leg.role.rawValue)'s leg, "
                + "\(leg.direction.words); access network \(network ?? "unknown"), transport "
                + "\(HTMLText.shortened(leg.transport ?? "unknown", to: 20)), P-CSCF "
                + "\(leg.description.pCSCFRelease.map { "of Release \($0)" } ?? "of unknown release")"
                + facts.map { "<p class=\"why\">\(HTMLText.escaped($0))</p>" }.joined() + "</li>"
        }
        let body = assessment.body.map {
            "<p>Bodies as they are: \($0.isProtected ? "protected" : "not protected"). \(HTMLText.escaped($0.reason))</p>\n"
        }
        return "<h2>The messages</h2>\n<ol>\n\(items.joined(separator: "\n"))\n</ol>\n" + (body ?? "")
    }

    private var matrices: String {
        let legend =
            "<p class=\"quiet\">hidden: nothing. reader: what it is meant to get. partly: less, or under a condition. "
            + "exposed: all of it. n/a: it cannot be used for these messages.</p>\n"
        let title = assessment.legs.count > 1 ? "Both legs: the worse of them counts" : "The path"
        let both = "<h2>\(title)</h2>\n" + legend + way(assessment.matrix)
        guard assessment.legs.count > 1 else {
            let role = assessment.legs.first?.role.rawValue ?? "presentity"
            return both
                + "<p class=\"quiet\">Only the \(role)'s leg is looked at: no other message is given.</p>\n"
        }
        return both
            + assessment.legs.map {
                "<details><summary>The \($0.role.rawValue)'s leg alone</summary>\n\(way($0.matrix))</details>\n"
            }.joined()
    }

    /// The positions in the order of the path, each beside its part of the matrix.
    private func way(_ matrix: [DialogAssessment.Row]) -> String {
        let items = Observer.allCases.map { observer in
            "<li><div><strong>\(PagePath.name(observer))</strong></div><div>\(heat(matrix, observer))"
                + "\(reasons(matrix, observer))</div></li>"
        }
        return "<ol class=\"way\">\n\(items.joined(separator: "\n"))\n</ol>\n"
    }

    private func heat(_ matrix: [DialogAssessment.Row], _ observer: Observer) -> String {
        let kinds = AssessedInformation.allCases
        let headings = kinds.map { "<th scope=\"col\">\($0.rawValue)</th>" }.joined()
        let rows = matrix.map { row in
            let cells = kinds.map { kind -> String in
                guard row.usableFor > 0,
                    let cell = row.cells.first(where: { $0.observer == observer && $0.information == kind })
                else { return "<td>n/a</td>" }
                return "<td class=\"v-\(cell.visibility.rawValue)\">\(cell.visibility.word)</td>"
            }
            return
                "<tr\(row.usableFor == 0 ? " class=\"other\"" : "")><th scope=\"row\">\(row.alternative.label)</th>"
                + cells.joined() + "</tr>"
        }
        return "<table class=\"heat\"><caption>What it sees</caption><thead><tr>"
            + "<th scope=\"col\">answer</th>\(headings)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
    }

    /// Why, and under which condition: each sentence once for the cells that share it.
    private func reasons(_ matrix: [DialogAssessment.Row], _ observer: Observer) -> String {
        var order: [String] = []
        var places: [String: [String]] = [:]
        for row in matrix where row.usableFor > 0 {
            for cell in row.cells where cell.observer == observer {
                let text = cell.reason + (cell.precondition.isEmpty ? "" : " Holds if \(cell.precondition).")
                let key = "\(cell.visibility.word): \(text)"
                if places[key] == nil { order.append(key) }
                places[key, default: []].append("\(row.alternative.label) \(cell.information.rawValue)")
            }
        }
        let items = order.map { key in
            "<li>\(HTMLText.escaped(key)) <span class=\"quiet\">(\((places[key] ?? []).joined(separator: ", ")))</span></li>"
        }
        return "<details><summary>Why</summary><ul>\n\(items.joined(separator: "\n"))\n</ul></details>"
    }

    private var alternatives: String {
        let items = assessment.matrix.map { row in
            let obstacles = row.obstacles.map { "<p class=\"why\">\(HTMLText.escaped($0))</p>" }.joined()
            return "<li><strong>\(row.alternative.label)</strong> \(row.title); for \(row.usableFor) of "
                + "\(assessment.messages.count) messages\(obstacles)</li>"
        }
        return "<h2>The answers</h2>\n<ul>\n\(items.joined(separator: "\n"))\n</ul>\n"
    }
}

extension Alternative {
    /// How it is called in tables.
    var label: String { self == .baseline ? "as is" : rawValue }
}
