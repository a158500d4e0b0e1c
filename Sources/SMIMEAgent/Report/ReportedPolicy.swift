package import Octets
import PresenceRules

/// The verdict of rules on a message, and its basis.
package struct ReportedPolicy: JSONEncodable {
    package let decision: String
    package let decidedBy: [String]
    /// The watchers that were asked about; nil for any watcher.
    package let watchers: [String]?
    package let entity: String
    package let rules: [PolicyDecisionReport.Rule]
    package let evidence: [PolicyDecisionReport.Evidence]
    /// The legs that counted.
    package let legs: [ReportedLeg]
    /// The consequence for the subscription; nil for a PUBLISH, which belongs to none.
    package let sip: PolicyDecisionReport.Answer?
    /// `unavailable` if a document that says so replaces the presence document; `unfiltered` if the complete
    /// document is sent although the rules would show less.
    package let document: String?

    package init(_ verdict: PolicyVerdict) {
        decision = verdict.handling.rawValue
        decidedBy = verdict.decision.decisive.map(\.id)
        watchers = verdict.request.isForAnyWatcher ? nil : verdict.request.watchers.map(\.text)
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

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("decidedBy", decidedBy)
            $0.member("decision", decision)
            $0.memberIfPresent("document", document)
            $0.member("entity", entity)
            $0.member("evidence", evidence)
            $0.member("legs", legs)
            $0.member("rules", rules)
            $0.memberIfPresent("sip", sip)
            $0.memberIfPresent("watchers", watchers)
        }
    }
}
