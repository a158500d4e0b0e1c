package import AccessLeg
import Octets
package import PresenceRules

/// Rules and decisions as text for people.
package enum PolicyText {
    /// The rules of a set, each with its notices.
    package static func rules(_ ruleset: Ruleset) -> String {
        var lines = [counted(ruleset.rules.count, "rule")]
        if ruleset.rules.isEmpty { lines.append("no watcher is allowed") }
        for rule in ruleset.rules {
            let handling = rule.permissions.subscriptionHandling.rawValue
            let conditions = rule.conditions.map(\.name).joined(separator: ", ")
            lines.append(
                "rule '\(printable(rule.id))' at \(rule.position): \(handling)"
                    + (conditions.isEmpty ? "" : " on \(conditions)"))
            lines += rule.notices.map { "  note: \($0.words)" }
        }
        return text(lines)
    }

    /// Returns a decision as text, the decision's word first.
    ///
    /// - Parameter instant: the time of the decision, as RFC 3339 writes it.
    package static func decision(
        _ decision: AuthorizationDecision, on request: AuthorizationRequest, at instant: String,
        legs: [MessageLeg]
    ) -> String {
        let watchers = request.watchers.map { printable($0.text) }.joined(separator: ", ")
        var lines = [
            "decision: \(decision.handling.rawValue)",
            "watcher: \(watchers.isEmpty ? "not authenticated" : watchers)",
            "presentity: \(printable(request.presentity.text)), at \(instant), "
                + (request.sphere.map { "in sphere '\(printable($0))'" } ?? "in no sphere"),
        ]
        for leg in legs {
            lines.append("leg of the \(leg.role.rawValue): \(leg.confidentiality.reason) \(leg.link.reason)")
        }
        let decisive = decision.decisive.map { "'\(printable($0.id))'" }.joined(separator: ", ")
        lines.append("decided by: \(decisive.isEmpty ? "no rule, which means block" : decisive)")
        for finding in decision.rules {
            lines.append(
                "rule '\(printable(finding.id))' (\(finding.handling.rawValue)) "
                    + (finding.matches ? "matches" : "does not match"))
            for condition in finding.conditions { lines += self.condition(condition) }
        }
        lines.append("in SIP: \(sip(decision))")
        if decision.handling == .allow { lines.append("shown: \(decision.permissions.shown)") }
        return text(lines)
    }

    private static func condition(_ finding: ConditionFinding) -> [String] {
        let holds = finding.holds ? "holds" : "does not hold"
        let why =
            switch finding.reason {
            case .identity(let isMatched): isMatched ? "the watcher matches" : "the watcher does not match"
            case .anyWatcher(let isPossible): isPossible ? "a watcher can match" : "no watcher can match"
            case .notAuthenticated: "the watcher was not authenticated"
            case .sphere(let sphere, _):
                sphere.map { "the sphere is '\(printable($0))'" } ?? "no sphere is known"
            case .validity(let isValid): isValid ? "the time is in the period" : "the time is outside it"
            case .confidentiality(let evidence, _):
                evidence.isEmpty
                    ? "what it requires is not known here" : evidence.map(\.words).joined(separator: "; ")
            case .unknown: "it is not known here"
            }
        return ["  \(finding.condition.name) \(holds): \(why)"]
    }

    private static func sip(_ decision: AuthorizationDecision) -> String {
        let answer = decision.answer
        if decision.handling == .block {
            return
                "403 to a SUBSCRIBE; for an existing subscription, NOTIFY with \(answer.subscriptionState)"
        }
        let document =
            switch answer.document {
            case .filtered: "the presence document"
            case .unavailable: "a document that shows only that the presentity is unavailable"
            case .none: "no document"
            }
        return "\(answer.status) to a SUBSCRIBE, NOTIFY with \(answer.subscriptionState) and \(document)"
    }

    private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
