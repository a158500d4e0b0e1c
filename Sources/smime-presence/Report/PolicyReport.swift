import Exposure
import FoundationEssentials
import PresenceRules
import XML

/// What `policy check --format json` writes.
struct PolicyCheckReport: Encodable {
    struct Notice: Encodable {
        let code: String
        let message: String
    }

    struct Rule: Encodable {
        let id: String
        let line: Int
        let subHandling: String
        let conditions: [String]
        let provides: [String]
        let notices: [Notice]
    }

    let version = 1
    let operation = PolicyCheck.name
    let rules: [Rule]

    init(_ ruleset: Ruleset) {
        rules = ruleset.rules.map { rule in
            Rule(
                id: rule.id, line: rule.position.line,
                subHandling: rule.permissions.subscriptionHandling.rawValue,
                conditions: rule.conditions.map(\.name),
                provides: PolicyPermissionsReport(rule.permissions).granted,
                notices: rule.notices.map { Notice(code: $0.code, message: $0.words) })
        }
    }
}

/// What `policy decide --format json` writes.
struct PolicyDecisionReport: Encodable {
    struct Condition: Encodable {
        let name: String
        let holds: Bool
        let confidentiality: [Evidence]?
    }

    struct Rule: Encodable {
        let id: String
        let subHandling: String
        let matches: Bool
        let conditions: [Condition]

        init(_ finding: RuleFinding) {
            id = finding.id
            subHandling = finding.handling.rawValue
            matches = finding.matches
            conditions = finding.conditions.map { Condition($0) }
        }
    }

    /// A fact about confidentiality, and what it was worth.
    struct Evidence: Encodable {
        let subject: String
        let state: String
        let source: String
        let means: [String]
        let demandedMeans: [String]
        let weight: String

        init(_ evidence: ConfidentialityEvidence) {
            subject = evidence.subject.rawValue
            state = evidence.fact.state.rawValue
            source = evidence.fact.source.rawValue
            // Of what is not known nothing is there.
            means =
                evidence.fact.state == .unknown ? [] : evidence.fact.means.map(\.rawValue).sorted()
            demandedMeans = evidence.demandedMeans.map(\.rawValue).sorted()
            weight = evidence.weight.rawValue
        }
    }

    struct Answer: Encodable {
        let status: Int
        let subscriptionState: String
        let document: String

        init(_ answer: SubscriptionAnswer, sending document: String? = nil) {
            status = answer.status
            subscriptionState = answer.subscriptionState
            self.document = document ?? answer.document.rawValue
        }
    }

    let version = 1
    let operation = PolicyDecide.name
    let decision: String
    let decidedBy: [String]
    let watchers: [String]
    let entity: String
    let at: String
    let sphere: String?
    let rules: [Rule]
    let evidence: [Evidence]
    let provides: [String]
    let sip: Answer
    /// What is known of the legs that no option told of.
    let legs: [ReportedLeg]

    init(_ decision: AuthorizationDecision, on request: AuthorizationRequest, legs: [AccessLeg]) {
        self.decision = decision.handling.rawValue
        decidedBy = decision.decisive.map(\.id)
        watchers = request.watchers.map(\.text)
        entity = request.presentity.text
        at = request.instant.internetTime
        sphere = request.sphere
        rules = decision.rules.map { Rule($0) }
        evidence = decision.evidence.map { Evidence($0) }
        provides = PolicyPermissionsReport(decision.permissions).granted
        sip = Answer(decision.answer)
        self.legs = legs.map { ReportedLeg($0) }
    }
}

extension PolicyDecisionReport.Condition {
    init(_ finding: ConditionFinding) {
        name = finding.condition.name
        holds = finding.holds
        if case .confidentiality(let evidence, _) = finding.reason {
            confidentiality = evidence.map { PolicyDecisionReport.Evidence($0) }
        } else {
            confidentiality = nil
        }
    }
}

/// What rules would show of a presence document, as the names of RFC 5025, each with its value after a colon.
struct PolicyPermissionsReport {
    let granted: [String]

    init(_ permissions: Permissions) {
        var granted = Self.names(permissions.services, of: "services")
        granted += Self.names(permissions.devices, of: "devices")
        granted += Self.names(permissions.persons, of: "persons")
        granted += permissions.attributes.map(\.rawValue).sorted()
        if permissions.userInput != .hidden {
            granted.append("user-input: \(permissions.userInput.rawValue)")
        }
        granted += permissions.unknownAttributes.map { "{\($0.namespace)}\($0.local)" }.sorted()
        if permissions.showsAllAttributes { granted.append("all-attributes") }
        self.granted = granted
    }

    private static func names(_ occurrences: Permissions.Occurrences, of kind: String) -> [String] {
        switch occurrences {
        case .all: ["all-\(kind)"]
        case .some(let some): some.map { "\(kind) with \($0.kind.rawValue): \($0.value)" }.sorted()
        }
    }
}
