package import AccessLeg
import Octets
package import PresenceRules

extension ReportedWarning {
    /// A party states that a leg is protected, but may be wrong or gain by the statement.
    package static func claimed(_ found: LegConfidentiality, of role: LegRole) -> ReportedWarning {
        ReportedWarning(
            code: "claimed-protection",
            message: "ignored a claim about the \(role.rawValue)'s leg: \(found.reason)")
    }

    /// Earlier messages passed another user's leg.
    package static func skippedMessages(_ count: Int, of role: LegRole) -> ReportedWarning {
        ReportedWarning(
            code: "message-of-others",
            message: "ignored \(counted(count, "earlier message")) of another user than the \(role.rawValue)")
    }
}

extension ReportedWarning {
    /// A complete document is sent, of which the rules would show less.
    package static func notFiltered(_ permissions: Permissions) -> ReportedWarning {
        ReportedWarning(
            code: "not-filtered",
            message: "the complete document is sent, although the rules show only: "
                + permissions.shown)
    }

    /// Earlier messages that may contain others.
    package static func notOpened(_ files: [String]) -> ReportedWarning {
        let names = files.map { "'\(printable($0))'" }.joined(separator: ", ")
        return ReportedWarning(
            code: "earlier-not-opened",
            message: "read only the outer message of protected files: \(names)")
    }
}
