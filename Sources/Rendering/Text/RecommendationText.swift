import Assessment
import Exposure

/// A recommendation in sentences: what to use, what that hides from whom, what stays exposed, and under
/// which conditions.
struct RecommendationText {
    /// The recommendation, one sentence.
    let answer: String
    /// Its reasons and limits, one sentence each.
    let reasons: [String]
    /// The conditions, without "if".
    let conditions: [String]

    /// Creates the text of an assessment's recommendation; nil if the assessment has no message.
    init?(_ assessment: DialogAssessment) {
        guard let recommendation = assessment.recommendation else { return nil }
        let count = assessment.messages.count
        answer = Self.answer(
            recommendation, messages: count == 1 ? "this message" : "these \(count) messages")
        conditions = recommendation.conditions
        reasons =
            Self.effects(recommendation)
            + Self.limits(recommendation, among: count)
            + Self.equivalents(recommendation, assessment)
            + Self.costs(recommendation, assessment)
            + ["Alternatives 0 and 1 are not compared with the others: they hide by withholding messages."]
    }

    private static func answer(_ recommendation: Recommendation, messages: String) -> String {
        let name = recommendation.alternative.labelWithNumber
        if recommendation.alternative == .baseline {
            return recommendation.isBestEverywhere
                ? "Leave the path as it is: no alternative hides more of \(messages)."
                : "Leave the path as it is: no single alternative hides more of \(messages)."
        }
        return recommendation.isBestEverywhere
            ? "Use \(name): no other alternative hides more of \(messages)."
            : "Use \(name): it hides the most of \(messages), but not the most of everything."
    }

    private static func effects(_ recommendation: Recommendation) -> [String] {
        [
            ("It hides ", "from", recommendation.hides),
            ("In part, or under a condition, it hides ", "from", recommendation.reduces),
            ("It leaves exposed: ", "to", recommendation.exposes),
        ].compactMap { beginning, preposition, groups in
            guard !groups.isEmpty else { return nil }
            let parts = groups.map { group in
                "\(listed(group.information.map { "the \($0.rawValue)" })) \(preposition) "
                    + listed(group.observers.map(\.phrase))
            }
            return beginning + parts.joined(separator: "; ") + "."
        }
    }

    private static func limits(_ recommendation: Recommendation, among count: Int) -> [String] {
        let use =
            recommendation.usableFor < count
            ? ["It can be used for \(recommendation.usableFor) of \(count) messages."] : []
        return use + recommendation.obstacles.map { "Obstacle: \($0)" }
    }

    private static func equivalents(
        _ recommendation: Recommendation, _ assessment: DialogAssessment
    ) -> [String] {
        func trips(_ alternative: Alternative) -> Int {
            assessment.costs.first { $0.alternative == alternative }?.roundTrips ?? 0
        }
        return recommendation.equivalent.map { other in
            let first = trips(other)
            let price =
                first > trips(recommendation.alternative)
                ? ", after \(first) round trip\(first == 1 ? "" : "s")" : ""
            return "\(other.labelWithNumber) hides the same\(price)."
        }
    }

    private static func costs(_ recommendation: Recommendation, _ assessment: DialogAssessment) -> [String] {
        let plain = assessment.costs.first { $0.alternative == .baseline }?.octetsOnAir
        guard let plain, recommendation.alternative != .baseline else { return [] }
        let octets = assessment.costs.compactMap { cost -> String? in
            guard cost.alternative == recommendation.alternative, let octets = cost.octetsOnAir else {
                return nil
            }
            return "\(octets) octets" + (cost.form.map { " with \($0.plural)" } ?? "")
        }
        guard !octets.isEmpty else { return [] }
        return [
            "It takes \(listed(octets)) on the access leg; without it the messages take \(plain) octets."
        ]
    }

    private static func listed(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension MessageForm.Kind {
    /// What is sent in this form.
    var plural: String {
        switch self {
        case .asIs: "messages as they are"
        case .body: "protected bodies"
        case .tunnel, .anonymousTunnel: "tunnels"
        }
    }
}
