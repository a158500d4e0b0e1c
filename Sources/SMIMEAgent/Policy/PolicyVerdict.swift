import AccessLeg
import Octets
package import PresenceRules

/// The verdict of rules on one message.
public struct PolicyVerdict: Sendable {
    let rules: Ruleset
    let request: AuthorizationRequest
    package let decision: AuthorizationDecision
    package let method: String
    /// The legs that counted.
    let legs: [MessageLeg]
    /// The warnings about the earlier messages.
    let pathWarnings: [ReportedWarning]
    /// Whether a document that says 'unavailable' replaces the presence document.
    var showsNothing = false
    /// Whether a watcher gets the complete presence document, although the rules would show less of it.
    var showsTooMuch = false

    package var handling: SubscriptionHandling { decision.handling }

    /// Whether the message may pass.
    ///
    /// A SUBSCRIBE may pass unless its SIP response is a refusal: its NOTIFY is decided separately, and a
    /// politely blocked watcher must not learn of it (RFC 6665 §6.2).
    var isWithinRules: Bool {
        handling == .allow || (method == "SUBSCRIBE" && decision.answer.status < 300)
    }

    /// What the message lacks.
    package enum Lack {
        /// The body must be enveloped.
        case envelope
        /// A leg must be protected.
        case leg
        /// No protection would help.
        case permission
    }

    package var lack: Lack {
        var request = request
        request.confidentiality.body = ConfidentialityFact(.protected)
        if rules.decide(request).handling > handling { return .envelope }
        let leg = ConfidentialityFact(.protected, by: Set(ProtectionMeans.allCases))
        for role in LegRole.allCases { request.confidentiality[role] = [leg] }
        return rules.decide(request).handling > handling ? .leg : .permission
    }

    /// The warnings about claims on the legs, about skipped messages, and about a
    /// document that shows too much.
    var warnings: [ReportedWarning] {
        pathWarnings + legs.flatMap(\.warningsOfOthers)
            + legs.flatMap { leg in leg.claims.map { ReportedWarning.claimed($0, of: leg.role) } }
            + (showsTooMuch ? [.notFiltered(decision.permissions)] : [])
    }
}

extension PolicyVerdict: CustomStringConvertible {
    /// The sentence for people: the decision, and the missing confidentiality.
    public var description: String {
        let lacking = decision.evidence.filter { !$0.weight.isEnough }.map(\.words)
        return "the rules say \(handling.rawValue)"
            + (lacking.isEmpty ? "" : ": " + lacking.joined(separator: "; "))
    }
}
