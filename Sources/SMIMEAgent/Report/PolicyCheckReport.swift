package import Octets
package import PresenceRules
import XML

/// The report of `policy check --format json`.
package struct PolicyCheckReport: JSONEncodable {
    package struct Notice: JSONEncodable {
        let code: String
        let message: String

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("code", code)
                $0.member("message", message)
            }
        }
    }

    package struct Rule: JSONEncodable {
        let id: String
        let line: Int
        let subHandling: String
        let conditions: [String]
        let provides: [String]
        let notices: [Notice]

        package func encode(into writer: inout JSONWriter) {
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
    let operation: String
    let rules: [Rule]

    package init(_ ruleset: Ruleset, operation: String) {
        self.operation = operation
        rules = ruleset.rules.map { rule in
            Rule(
                id: rule.id, line: rule.position.line,
                subHandling: rule.permissions.subscriptionHandling.rawValue,
                conditions: rule.conditions.map(\.name),
                provides: rule.permissions.granted,
                notices: rule.notices.map { Notice(code: $0.code, message: $0.words) })
        }
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("operation", operation)
            $0.member("rules", rules)
            $0.member("version", version)
        }
    }
}
