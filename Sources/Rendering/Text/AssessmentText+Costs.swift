import Assessment
import Octets

extension AssessmentText {
    private static let costHeadings = [
        "SIP octets", "on the air", "packets", "too long", "unchanged", "round trips",
    ]

    /// The costs of each alternative; one that cannot be used has none.
    static func costs(_ costs: [AlternativeCost]) -> [String] {
        let rows = costs.map { cost in
            let label = cost.alternative == .baseline ? "" : cost.alternative.label
            let form = cost.form.map { ", \($0.rawValue)" } ?? ""
            return (name: padded(cost.alternative.number, 7) + label + form, figures: figures(cost))
        }
        return ([(name: "", figures: costHeadings)] + rows).map { row in
            let numbers = zip(row.figures, costHeadings).map { figure, heading in
                String(repeating: " ", count: max(1, heading.count + 2 - figure.count)) + figure
            }
            return "  " + padded(row.name, 30) + numbers.joined()
        } + [
            "  too long: messages of more than 1300 octets that were to go over UDP (RFC 3261 §18.1.1)",
            "  unchanged: messages that it cannot be used for; round trips: before the first message",
            "  n/a: it cannot be used for these messages",
        ]
    }

    private static func figures(_ cost: AlternativeCost) -> [String] {
        let unchanged = cost.messageOctets == nil ? nil : cost.unchanged
        return [
            cost.messageOctets, cost.octetsOnAir, cost.packets, cost.tooLongForUDP, unchanged,
            cost.roundTrips,
        ].map { figure in figure.map { "\($0)" } ?? "n/a" }
    }

    /// The measured times of S/MIME; none if nothing was measured.
    static func times(_ measured: [MeasuredTime]) -> [String] {
        guard let rounds = measured.first?.rounds else { return [] }
        let rows = measured.map { time in
            "  \(ExposureText.shortened(PrintableText.escaped(time.message))), \(time.form.rawValue): "
                + "protect \(Int(time.protectMicroseconds.rounded())) µs, "
                + "open \(Int(time.openMicroseconds.rounded())) µs"
        }
        return ["", "Time of S/MIME, measured in this run: the median of \(rounds) rounds, P-256"]
            + rows.flatMap { ExposureText.wrapped($0, indent: 4, first: 2) }
    }
}
