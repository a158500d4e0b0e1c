package import AccessLeg
import CMS
package import Octets
package import PresenceRules
import XML

/// The report of `policy decide --format json`.
package struct PolicyDecisionReport: JSONEncodable {
    package struct Condition: JSONEncodable {
        let name: String
        let holds: Bool
        let confidentiality: [Evidence]?

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.memberIfPresent("confidentiality", confidentiality)
                $0.member("holds", holds)
                $0.member("name", name)
            }
        }
    }

    package struct Rule: JSONEncodable {
        let id: String
        let subHandling: String
        let matches: Bool
        let conditions: [Condition]

        package init(_ finding: RuleFinding) {
            id = finding.id
            subHandling = finding.handling.rawValue
            matches = finding.matches
            conditions = finding.conditions.map { Condition($0) }
        }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("conditions", conditions)
                $0.member("id", id)
                $0.member("matches", matches)
                $0.member("subHandling", subHandling)
            }
        }
    }

    /// A fact about confidentiality, and its weight.
    package struct Evidence: JSONEncodable {
        let subject: String
        let state: String
        let source: String
        let means: [String]
        let demandedMeans: [String]
        let weight: String

        package init(_ evidence: ConfidentialityEvidence) {
            subject = evidence.subject.rawValue
            state = evidence.fact.stateName
            source = evidence.fact.source.rawValue
            // An unknown fact has no means.
            means =
                evidence.fact.state == .unknown ? [] : evidence.fact.means.map(\.rawValue).sorted()
            demandedMeans = evidence.demandedMeans.map(\.rawValue).sorted()
            weight = evidence.weight.rawValue
        }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("demandedMeans", demandedMeans)
                $0.member("means", means)
                $0.member("source", source)
                $0.member("state", state)
                $0.member("subject", subject)
                $0.member("weight", weight)
            }
        }
    }

    package struct Answer: JSONEncodable {
        let status: Int
        let subscriptionState: String
        let document: String

        package init(_ answer: SubscriptionAnswer, sending document: String? = nil) {
            status = answer.status
            subscriptionState = answer.subscriptionState
            self.document = document ?? answer.document.rawValue
        }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("document", document)
                $0.member("status", status)
                $0.member("subscriptionState", subscriptionState)
            }
        }
    }

    package let version = 1
    package let operation: String
    package let decision: String
    package let decidedBy: [String]
    package let watchers: [String]
    package let entity: String
    package let at: String
    package let sphere: String?
    package let rules: [Rule]
    package let evidence: [Evidence]
    package let provides: [String]
    package let sip: Answer
    /// The known facts about the legs that no option describes.
    package let legs: [ReportedLeg]

    package init(
        _ decision: AuthorizationDecision, on request: AuthorizationRequest, legs: [MessageLeg],
        operation: String
    ) {
        self.operation = operation
        self.decision = decision.handling.rawValue
        decidedBy = decision.decisive.map(\.id)
        watchers = request.watchers.map(\.text)
        entity = request.presentity.text
        at = request.instant.internetTime
        sphere = request.sphere
        rules = decision.rules.map { Rule($0) }
        evidence = decision.evidence.map { Evidence($0) }
        provides = decision.permissions.granted
        sip = Answer(decision.answer)
        self.legs = legs.map { ReportedLeg($0) }
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("at", at)
            $0.member("decidedBy", decidedBy)
            $0.member("decision", decision)
            $0.member("entity", entity)
            $0.member("evidence", evidence)
            $0.member("legs", legs)
            $0.member("operation", operation)
            $0.member("provides", provides)
            $0.member("rules", rules)
            $0.member("sip", sip)
            $0.memberIfPresent("sphere", sphere)
            $0.member("version", version)
            $0.member("watchers", watchers)
        }
    }
}

extension PolicyDecisionReport.Condition {
    package init(_ finding: ConditionFinding) {
        name = finding.condition.name
        holds = finding.holds
        if case .confidentiality(let evidence, _) = finding.reason {
            confidentiality = evidence.map { PolicyDecisionReport.Evidence($0) }
        } else {
            confidentiality = nil
        }
    }
}
