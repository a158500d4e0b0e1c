import AccessLeg
public import Assessment
import Exposure

/// An HTML page: the recommendation, the path under it, and what each position learns under each alternative.
///
/// Like ``ExposurePage``, it is one self-contained file without script. Reasons and details are folded.
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
        let numbers = AssessmentNumbers(assessment, measured: measured)
        let details = AssessmentDetails(assessment)
        return HTML.page(
            title: "What each protection hides, and from whom", sheet: .assessment,
            content: recommendation + path + map + numbers.costs + .element(.h2, "Details") + "\n"
                + details.alternatives + numbers.best + details.reasons + details.legs + details.messages
                + numbers.times
        ).markup
    }

    private var recommendation: HTML {
        guard let recommendation = RecommendationText(assessment) else { return "" }
        let conditions = recommendation.conditions.map { HTML.element(.li, HTML("If \($0).")) }
        let reasons = recommendation.reasons.map { HTML.element(.li, HTML($0)) }
        let terms: HTML =
            conditions.isEmpty
            ? ""
            : .element(.p, "It hides that under these conditions:")
                + .element(.ul, "\n\(conditions.concatenated("\n"))\n") + "\n"
        return """
            \(.element(.p, [.class: "answer"], HTML(recommendation.answer)))
            \(.element(.ul, "\n\(reasons.concatenated("\n"))\n"))
            \(terms)
            """
    }

    private var path: HTML {
        let recommended = assessment.recommendation?.alternative
        guard let row = assessment.matrix.first(where: { $0.alternative == recommended }) else { return "" }
        let note: HTML = "Under what is recommended: \(row.title)."
        return """
            \(.element(.h2, "The path"))
            \(.element(.p, [.class: "quiet"], note))
            \(PathPicture(row).html)

            """
    }

    private var map: HTML {
        let legend = Visibility.allCases.map { visibility in
            HTML.element(
                .li, [.class: "v-\(visibility.rawValue)"], "\(visibility.word): \(visibility.meaning)")
        }
        let notApplicable = HTML.element(.li, "n/a: it cannot be used for these messages")
        let role = assessment.legs.first?.role.rawValue ?? "presentity"
        let scope: HTML =
            assessment.legs.count > 1
            ? "Both legs: the worse of them counts."
            : "Only the \(role)'s leg is assessed: there is no message of the other leg."
        let heat = AssessmentHeat(
            assessment.matrix, recommended: assessment.recommendation?.alternative,
            label: "What each position learns under each protection")
        return """
            \(.element(.h2, "What each protection leaves readable"))
            \(.element(.p, [.class: "quiet"], scope))
            \(.element(.ul, [.class: "legend"], (legend + [notApplicable]).concatenated("\n")))
            \(heat.html)

            """
    }
}

extension Visibility {
    /// What the word means.
    fileprivate var meaning: String {
        switch self {
        case .hidden: "nothing is learned"
        case .legitimate: "all it is meant to learn"
        case .partly: "less, or under a condition"
        case .exposed: "all is learned"
        }
    }
}
