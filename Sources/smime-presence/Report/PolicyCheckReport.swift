import PresenceRules
import SMIMEAgent
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
