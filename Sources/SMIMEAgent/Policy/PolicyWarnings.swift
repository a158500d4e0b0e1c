package import AccessLeg
import Octets
package import PresenceRules

extension ReportedWarning {
    /// A party says that a leg is protected, and may be wrong or gain by it.
    package static func claimed(_ found: LegConfidentiality, of role: LegRole) -> ReportedWarning {
        ReportedWarning(
            code: "claimed-protection",
            message: "of the \(role.rawValue)'s leg, and counted for nothing: \(found.reason)")
    }

    /// Messages before this one passed another user's leg.
    package static func passedOver(_ count: Int, of role: LegRole) -> ReportedWarning {
        let messages = count == 1 ? "1 earlier message is" : "\(count) earlier messages are"
        return ReportedWarning(
            code: "message-of-others",
            message: "\(messages) not of the \(role.rawValue)'s user, and counted for nothing")
    }
}

extension ReportedWarning {
    /// A document goes out whole, of which the rules would show less.
    package static func notFiltered(_ permissions: Permissions) -> ReportedWarning {
        ReportedWarning(
            code: "not-filtered",
            message: "nothing is taken out of the document, of which the rules would show: "
                + permissions.shown)
    }

    /// Messages before this one that may have others inside.
    package static func notOpened(_ files: [String]) -> ReportedWarning {
        let names = files.map { "'\(printable($0))'" }.joined(separator: ", ")
        return ReportedWarning(
            code: "earlier-not-opened",
            message: "protected, and read from outside only, whatever a message inside may say: \(names)")
    }
}
