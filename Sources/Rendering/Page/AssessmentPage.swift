import AccessLeg
public import Assessment
import Exposure

/// An HTML page: the path, and for each position on it what it sees under every alternative.
///
/// Like ``ExposurePage``, it is one self-contained file without script.
public struct AssessmentPage: Sendable {
    private let assessment: DialogAssessment
    private let measured: [MeasuredTime]

    /// Creates a page for an assessment and its measurements.
    public init(_ assessment: DialogAssessment, measured: [MeasuredTime] = []) {
        self.assessment = assessment
        self.measured = measured
    }

    /// The page as HTML text.
    public var html: String {
        HTML.page(
            title: "What each protection hides, and from whom", sheet: .assessment,
            content: messages + matrices + alternatives
                + AssessmentNumbers(assessment, measured: measured).html
        ).markup
    }

    private var messages: HTML {
        let body = assessment.body.map { body -> HTML in
            let state = body.isProtected ? "protected" : "not protected"
            return .element(.p, "Bodies as they are: \(state). \(body.reason)") + "\n"
        }
        return """
            \(.element(.h2, "The messages"))
            \(.element(.ol, "\n\(assessment.messages.map(item).concatenated("\n"))\n"))

            """ + (body ?? "")
    }

    private func item(_ message: AssessedMessage) -> HTML {
        let leg = message.leg
        let network = leg.accessNetwork.map { network -> HTML in
            let claim: HTML = leg.isAccessNetworkClaimed ? " (the terminal's claim)" : ""
            return .shortened(network.token, to: 80) + claim
        }
        let release = leg.description.pCSCFRelease.map { "of Release \($0)" } ?? "of unknown release"
        let facts = [
            "Leg: \(leg.confidentiality.words). \(leg.confidentiality.reason)",
            "Link of the access network: \(leg.link.words). \(leg.link.reason)",
            "Flag of the network: \(leg.flag.words). \(leg.flag.reason)",
        ]
        let title: HTML =
            "\(.element(.strong, .shortened(message.title, to: 80))) "
            + "\(.element(.code, .shortened(message.name, to: 200))), "
        let path: HTML =
            "on the \(leg.role.rawValue)'s leg, \(leg.direction.words); access network "
            + "\(network ?? "unknown"), "
            + "transport \(.shortened(leg.transport ?? "unknown", to: 20)), P-CSCF \(release)"
        return .element(.li, title + path + facts.map { .why($0) }.concatenated())
    }

    private var matrices: HTML {
        let legend = HTML.element(
            .p, [.class: "quiet"],
            "hidden: nothing. reader: all it is meant to get. partly: less, or under a condition. "
                + "exposed: all of it. n/a: it cannot be used for these messages.")
        let title: HTML =
            assessment.legs.count > 1 ? "Both legs: the worse of them counts" : "The path"
        let both = .element(.h2, title) + "\n" + legend + "\n" + way(assessment.matrix)
        guard assessment.legs.count > 1 else {
            let role = assessment.legs.first?.role.rawValue ?? "presentity"
            let note: HTML = "Only the \(role)'s leg is assessed: there is no message of the other leg."
            return both + .element(.p, [.class: "quiet"], note) + "\n"
        }
        return both
            + assessment.legs.map { leg -> HTML in
                let summary = HTML.element(.summary, "The \(leg.role.rawValue)'s leg alone")
                return .element(.details, summary + "\n" + way(leg.matrix)) + "\n"
            }.concatenated()
    }

    /// Returns the positions in the order of the path, each with its part of the matrix.
    private func way(_ matrix: [DialogAssessment.Row]) -> HTML {
        let items = Observer.allCases.map { observer -> HTML in
            let name = HTML.element(.strong, HTML(PagePath.name(observer)))
            return .element(
                .li,
                .element(.div, name)
                    + .element(.div, heat(matrix, observer) + reasons(matrix, observer)))
        }
        return .element(.ol, [.class: "way"], "\n\(items.concatenated("\n"))\n") + "\n"
    }

    private func heat(_ matrix: [DialogAssessment.Row], _ observer: Observer) -> HTML {
        let kinds = AssessedInformation.allCases
        let rows = matrix.map { row -> HTML in
            let cells = kinds.map { kind -> HTML in
                guard row.usableFor > 0,
                    let cell = row.cells.first(where: { $0.observer == observer && $0.information == kind })
                else { return .element(.td, "n/a") }
                return .element(
                    .td, [.class: "v-\(cell.visibility.rawValue)"], HTML(cell.visibility.word))
            }
            let content = .rowHeading(HTML(row.alternative.label)) + cells.concatenated()
            return row.usableFor == 0
                ? .element(.tr, [.class: "other"], content) : .element(.tr, content)
        }
        return PageTables.table(
            class: "heat", caption: "What it sees", headings: ["answer"] + kinds.map(\.rawValue),
            rows: rows.concatenated("\n"))
    }

    /// Returns reasons and conditions; each sentence appears once for all cells that share it.
    private func reasons(_ matrix: [DialogAssessment.Row], _ observer: Observer) -> HTML {
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
        let items = order.map { key -> HTML in
            let cells = (places[key] ?? []).joined(separator: ", ")
            return .element(.li, "\(key) \(.element(.span, [.class: "quiet"], "(\(cells))"))")
        }
        return .element(
            .details, .element(.summary, "Why") + .element(.ul, "\n\(items.concatenated("\n"))\n"))
    }

    private var alternatives: HTML {
        let items = assessment.matrix.map { row -> HTML in
            let name = HTML.element(.strong, HTML(row.alternative.label))
            let use: HTML =
                " \(row.title); for \(row.usableFor) of \(assessment.messages.count) messages"
            return .element(.li, name + use + row.obstacles.map { .why($0) }.concatenated())
        }
        return .element(.h2, "The answers") + "\n"
            + .element(.ul, "\n\(items.concatenated("\n"))\n") + "\n"
    }
}

extension Alternative {
    /// The name in tables.
    var label: String { self == .baseline ? "as is" : rawValue }
}
