import PresenceRules

/// What rules said to a message, and what that rests on.
struct ReportedPolicy: Encodable {
    let decision: String
    let decidedBy: [String]
    /// Whom it was asked for; nil for anybody.
    let watchers: [String]?
    let entity: String
    let rules: [PolicyDecisionReport.Rule]
    let evidence: [PolicyDecisionReport.Evidence]
    /// The legs that counted.
    let legs: [ReportedLeg]
    /// What follows for the subscription; nil for a PUBLISH, which belongs to none.
    let sip: PolicyDecisionReport.Answer?
    /// `unavailable` where a document that shows nothing has taken the place of the presence document, `unfiltered` where
    /// it goes out whole though the rules would show less.
    let document: String?

    init(_ verdict: PolicyVerdict) {
        decision = verdict.handling.rawValue
        decidedBy = verdict.decision.decisive.map(\.id)
        watchers = verdict.request.isForAnybody ? nil : verdict.request.watchers.map(\.text)
        entity = verdict.request.presentity.text
        rules = verdict.decision.rules.map { PolicyDecisionReport.Rule($0) }
        evidence = verdict.decision.evidence.map { PolicyDecisionReport.Evidence($0) }
        legs = verdict.legs.map { ReportedLeg($0) }
        document =
            verdict.showsNothing
            ? SubscriptionAnswer.Document.unavailable.rawValue : verdict.showsTooMuch ? "unfiltered" : nil
        sip =
            verdict.method == "PUBLISH"
            ? nil : PolicyDecisionReport.Answer(verdict.decision.answer, sending: document)
    }
}
