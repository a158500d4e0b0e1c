import Octets
import PresenceRules
import SMIMEAgent
import XML

/// What `policy check --format json` writes.
struct PolicyCheckReport: JSONEncodable {
    struct Notice: JSONEncodable {
        let code: String
        let message: String

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("code", code)
                $0.member("message", message)
            }
        }
    }

    struct Rule: JSONEncodable {
        let id: String
        let line: Int
        let subHandling: String
        let conditions: [String]
        let provides: [String]
        let notices: [Notice]

        func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("conditions", conditions)
                $0.member("id", id)
                $0.member("line", line)
                $0.member("notices", notices)
                $0.member("provides", provides)
                $0.member("subHandling", subHandling)
            }
        }
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

    func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("operation", operation)
            $0.member("rules", rules)
            $0.member("version", version)
        }
    }
}
