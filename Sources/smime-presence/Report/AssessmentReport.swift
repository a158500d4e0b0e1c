import Exposure
import SIPMessage
import SMIMEAgent

/// The report of `assess`: one JSON object.
struct AssessmentReport: Encodable {
    /// One message and its leg.
    struct Message: Encodable {
        let file: String
        let message: ReportedMessage
        let leg: ReportedLeg
        let alternatives: [ReportedApplicability]
    }

    /// The matrix of one leg.
    struct Leg: Encodable {
        let role: LegRole
        let matrix: [Assessment.Row]
    }

    /// Whether an alternative can be used for a message.
    struct ReportedApplicability: Encodable {
        let alternative: Alternative
        let state: Applicability.State
        let reason: String
    }

    let version = 1
    let operation = Assess.name
    let verdict: String? = nil
    let reason: String? = nil
    let messages: [Message]
    let body: BodyConfidentiality?
    let legs: [Leg]
    let matrix: [Assessment.Row]
    let best: [Assessment.Best]
    let bestTogether: [Alternative]
    let costs: [AlternativeCost]
    let measured: [MeasuredTime]
    let notEvaluated = ["network addresses (IP source, TLS server name, DNS queries)"]

    init(_ assessment: Assessment, times: [MeasuredTime]) {
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
    }

    private enum Member: String, CodingKey {
        case version, operation, verdict, reason, messages, body, legs, matrix, best, bestTogether, costs,
            measured,
            notEvaluated
    }

    /// Verdict and reason are there, and null: to compare is no verdict on anything.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(version, forKey: .version)
        try members.encode(operation, forKey: .operation)
        try members.encode(verdict, forKey: .verdict)
        try members.encode(reason, forKey: .reason)
        try members.encode(messages, forKey: .messages)
        try members.encodeIfPresent(body, forKey: .body)
        try members.encode(legs, forKey: .legs)
        try members.encode(matrix, forKey: .matrix)
        try members.encode(best, forKey: .best)
        try members.encode(bestTogether, forKey: .bestTogether)
        try members.encode(costs, forKey: .costs)
        try members.encode(measured, forKey: .measured)
        try members.encode(notEvaluated, forKey: .notEvaluated)
    }
}
