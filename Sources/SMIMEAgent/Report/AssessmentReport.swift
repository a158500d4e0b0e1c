import AccessLeg
package import Assessment
package import Octets
import SIPMessage

/// The report of `assess`: one JSON object.
package struct AssessmentReport: JSONEncodable {
    /// One message and its leg.
    package struct Message: JSONEncodable {
        let file: String
        let message: ReportedMessage
        let leg: ReportedLeg
        let alternatives: [ReportedApplicability]

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("alternatives", alternatives)
                $0.member("file", file)
                $0.member("leg", leg)
                $0.member("message", message)
            }
        }
    }

    /// The matrix of one leg.
    package struct Leg: JSONEncodable {
        let role: LegRole
        let matrix: [DialogAssessment.Row]

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("matrix", matrix)
                $0.member("role", role)
            }
        }
    }

    /// Whether an alternative can be used for a message.
    package struct ReportedApplicability: JSONEncodable {
        let alternative: Alternative
        let state: Applicability.State
        let reason: String

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("alternative", alternative)
                $0.member("reason", reason)
                $0.member("state", state)
            }
        }
    }

    let version = 1
    let operation: String
    let verdict: String? = nil
    let reason: String? = nil
    let messages: [Message]
    let body: BodyConfidentiality?
    let legs: [Leg]
    let matrix: [DialogAssessment.Row]
    let best: [DialogAssessment.Best]
    let bestTogether: [Alternative]
    let costs: [AlternativeCost]
    let measured: [MeasuredTime]
    let recommendation: Recommendation?
    let notEvaluated = ["network addresses (IP source, TLS server name, DNS queries)"]

    package init(_ assessment: DialogAssessment, times: [MeasuredTime], operation: String) {
        self.operation = operation
        messages = assessment.messages.map { one in
            Message(
                file: one.name, message: ReportedMessage(one.message), leg: ReportedLeg(one.leg),
                alternatives: Alternative.allCases.compactMap { alternative in
                    one.applicability[alternative].map {
                        ReportedApplicability(alternative: alternative, state: $0.state, reason: $0.reason)
                    }
                })
        }
        body = assessment.body
        legs = assessment.legs.map { Leg(role: $0.role, matrix: $0.matrix) }
        matrix = assessment.matrix
        best = assessment.best
        bestTogether = assessment.bestTogether
        costs = assessment.costs
        measured = times
        recommendation = assessment.recommendation
    }

    /// Verdict and reason are present and null, because a comparison is no verdict.
    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("best", best)
            $0.member("bestTogether", bestTogether)
            $0.memberIfPresent("body", body)
            $0.member("costs", costs)
            $0.member("legs", legs)
            $0.member("matrix", matrix)
            $0.member("measured", measured)
            $0.member("messages", messages)
            $0.member("notEvaluated", notEvaluated)
            $0.member("operation", operation)
            $0.member("reason", reason)
            $0.memberIfPresent("recommendation", recommendation)
            $0.member("verdict", verdict)
            $0.member("version", version)
        }
    }
}
