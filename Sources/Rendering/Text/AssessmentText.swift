import AccessLeg
public import Assessment
import Exposure
import Octets

/// An assessment as text for people, at most 100 characters wide.
public struct AssessmentText: Sendable {
    private let assessment: DialogAssessment
    private let measured: [MeasuredTime]

    /// Creates the text of an assessment and its measurements.
    public init(_ assessment: DialogAssessment, measured: [MeasuredTime] = []) {
        self.assessment = assessment
        self.measured = measured
    }

    /// The recommendation, the messages with their legs, the matrices, the conditions of each
    /// alternative, the best results, and the costs.
    public var full: String {
        var lines = recommendation
        for message in assessment.messages { lines += Self.lines(of: message) }
        if let body = assessment.body {
            lines += [
                "bodies as they are: \(body.isProtected ? "protected" : "not protected"): \(body.reason)"
            ]
        }
        if assessment.legs.count > 1 {
            for (role, matrix) in assessment.legs {
                lines += ["", "The \(role.rawValue)'s leg"] + Self.table(matrix)
            }
            lines += ["", "Both legs: the worse of them counts"]
        } else {
            let role = assessment.legs.first?.role.rawValue ?? "presentity"
            let other = role == LegRole.watcher.rawValue ? "presentity" : "watcher"
            lines += [
                "", "The \(role)'s leg; there is no message of the \(other)'s leg, so it is not assessed",
            ]
        }
        lines += Self.table(assessment.matrix) + ["", Self.legend]
        lines +=
            ["", "Alternatives"]
            + assessment.matrix.flatMap { Self.lines(of: $0, among: assessment.messages.count) }
        lines += ["", "The best without withholding anything"] + best
        lines += ["", "Costs, on the access leg"] + Self.costs(assessment.costs) + Self.times(measured)
        return lines.joined(separator: "\n") + "\n"
    }

    private var recommendation: [String] {
        guard let recommendation = RecommendationText(assessment) else { return [] }
        return ExposureText.wrapped(recommendation.answer, indent: 4, first: 0)
            + recommendation.reasons.flatMap {
                ExposureText.wrapped("  - " + PrintableText.escaped($0), indent: 4, first: 4)
            }
            + recommendation.conditions.flatMap {
                ExposureText.wrapped("    if    " + $0, indent: 10, first: 10)
            }
            + ["", "The messages, in the order they were sent"]
    }

    static let legend =
        "hidden: nothing; reader: all it is meant to get; partly: less, or under a condition;\n"
        + "exposed: all of it; n/a: the alternative cannot be used for these messages"

    private static func lines(of message: AssessedMessage) -> [String] {
        let name = ExposureText.shortened(PrintableText.escaped(message.name))
        let leg = message.leg
        var lines = ExposureText.wrapped(
            "\(name): \(PrintableText.escaped(message.title)), on the \(leg.role.rawValue)'s leg, "
                + "\(leg.direction.words)",
            indent: 4, first: 0)
        func row(_ title: String, _ confidentiality: LegConfidentiality) -> [String] {
            let start = "    " + padded(title, 16)
            return ExposureText.wrapped(
                start + confidentiality.words + ": " + confidentiality.reason, indent: 20, first: 20)
        }
        lines += row("leg", leg.confidentiality) + row("link", leg.link) + row("flag", leg.flag)
        let network = leg.accessNetwork.map {
            "\(PrintableText.escaped($0.token))\(leg.isAccessNetworkClaimed ? " (the terminal's claim)" : "")"
        }
        let release = leg.description.pCSCFRelease.map { "Release \($0)" } ?? "unknown"
        lines += ExposureText.wrapped(
            "    " + padded("access", 16)
                + "network \(network ?? "unknown"), transport "
                + "\(PrintableText.escaped(leg.transport ?? "unknown")), P-CSCF \(release)",
            indent: 20, first: 20)
        return lines
    }

    private static func table(_ matrix: [DialogAssessment.Row]) -> [String] {
        let heading =
            padded("", 16)
            + matrix.map { padded($0.alternative.number, 9) }
            .joined()
        var lines = [trimmed(heading)]
        let names = matrix.map(\.alternative.heading)
        for words in [names.map(\.first), names.map(\.second)] {
            lines.append(trimmed(padded("", 16) + words.map { padded($0, 9) }.joined()))
        }
        for observer in Observer.allCases {
            lines.append(observer.rawValue)
            for information in AssessedInformation.allCases {
                let words = matrix.map { row in
                    let cell = row.cells.first { $0.observer == observer && $0.information == information }
                    return padded(row.usableFor == 0 ? "n/a" : cell?.visibility.word ?? "", 9)
                }
                lines.append(trimmed("  " + padded(information.rawValue, 14) + words.joined()))
            }
        }
        return lines
    }

    private static func lines(of row: DialogAssessment.Row, among count: Int) -> [String] {
        var lines = ["  \(padded(row.alternative.number, 7))\(row.title)"]
        func add(_ title: String, _ text: String) {
            lines += ExposureText.wrapped("         \(padded(title, 6))\(text)", indent: 15, first: 15)
        }
        if row.usableFor < count { add("only", "for \(row.usableFor) of \(count) messages") }
        for obstacle in row.obstacles { add("but", obstacle) }
        guard row.usableFor > 0 else { return lines }
        var conditions: [String] = []
        for cell in row.cells where !cell.precondition.isEmpty && !conditions.contains(cell.precondition) {
            conditions.append(cell.precondition)
        }
        for condition in conditions { add("if", condition) }
        return lines
    }

    private var best: [String] {
        let together = assessment.bestTogether.map(\.labelWithNumber).joined(separator: ", ")
        return Observer.allCases.flatMap { observer in
            let cells = assessment.best.filter { $0.observer == observer }.map { best in
                let name = best.alternative.label
                return "\(best.information.rawValue) \(best.visibility.word) (\(name))"
            }
            return ExposureText.wrapped(
                "  " + Self.padded(observer.rawValue, 21) + cells.joined(separator: ", "), indent: 23,
                first: 23)
        } + ["  every cell at once: \(together.isEmpty ? "none" : together)"]
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}

extension Visibility {
    /// One short word.
    var word: String { self == .legitimate ? "reader" : rawValue }
}

extension Direction {
    /// The direction for people.
    var words: String { self == .fromTerminal ? "from the terminal" : "to the terminal" }
}

extension LegConfidentiality {
    /// The state for people; a claim is marked as one.
    var words: String {
        switch state {
        case .protected: isClaimed ? "not protected (protection claimed)" : "protected"
        case .notProtected: "not protected"
        case .unknown: "unknown, counts as not protected"
        }
    }
}
