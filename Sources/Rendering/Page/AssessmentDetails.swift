import AccessLeg
import Assessment
import Exposure

/// The folded parts of an assessment's page: the alternatives, the reasons, each leg alone, the messages.
struct AssessmentDetails {
    private let assessment: DialogAssessment

    init(_ assessment: DialogAssessment) { self.assessment = assessment }

    /// Returns folded content, which the reader opens.
    static func folded(_ summary: String, _ content: HTML) -> HTML {
        .element(.details, .element(.summary, HTML(summary)) + "\n" + content) + "\n"
    }

    private static func list(_ items: [HTML], _ tag: HTML.Tag = .ul) -> HTML {
        .element(tag, "\n\(items.concatenated("\n"))\n") + "\n"
    }

    /// The alternatives, and the obstacles to each.
    var alternatives: HTML {
        let count = assessment.messages.count
        let items = assessment.matrix.map { row -> HTML in
            let name = HTML.element(.strong, HTML(row.alternative.labelWithNumber))
            let use: HTML = ": \(row.title); for \(row.usableFor) of \(count) messages"
            return .element(.li, name + use + row.obstacles.map { .why($0) }.concatenated())
        }
        return Self.folded("The alternatives, and the obstacles to each", Self.list(items))
    }

    /// The reasons and conditions of each position.
    var reasons: HTML {
        Observer.allCases.map { observer in
            Self.folded("Why: \(PagePath.name(observer))", reasons(assessment.matrix, observer))
        }.concatenated()
    }

    /// Returns reasons and conditions; a sentence that several cells share appears once.
    private func reasons(_ matrix: [DialogAssessment.Row], _ observer: Observer) -> HTML {
        var order: [String] = []
        var places: [String: [String]] = [:]
        for row in matrix where row.usableFor > 0 {
            for cell in row.cells where cell.observer == observer {
                let text = cell.reason + (cell.precondition.isEmpty ? "" : " Holds if \(cell.precondition).")
                let key = "\(cell.visibility.word): \(text)"
                if places[key] == nil { order.append(key) }
                places[key, default: []].append("\(row.alternative.label): \(cell.information.rawValue)")
            }
        }
        return Self.list(
            order.map { key -> HTML in
                let cells = (places[key] ?? []).joined(separator: ", ")
                return .element(.li, "\(key) \(.element(.span, [.class: "quiet"], "(\(cells))"))")
            })
    }

    /// The map of each leg, if there are two.
    var legs: HTML {
        guard assessment.legs.count > 1 else { return "" }
        return assessment.legs.map { leg in
            let title = "The \(leg.role.rawValue)'s leg alone"
            return Self.folded(title, AssessmentHeat(leg.matrix, recommended: nil, label: title).html)
        }.concatenated()
    }

    /// The messages in the order in which they were sent, with what is known of their legs.
    var messages: HTML {
        let body = assessment.body.map { body -> HTML in
            let state = body.isProtected ? "protected" : "not protected"
            return .element(.p, "Bodies as they are: \(state). \(body.reason)") + "\n"
        }
        return Self.folded(
            "The messages, in the order they were sent",
            Self.list(assessment.messages.map(item), .ol) + (body ?? ""))
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
}
