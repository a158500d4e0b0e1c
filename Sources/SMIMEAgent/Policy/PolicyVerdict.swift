import AccessLeg
import Octets
package import PresenceRules

/// What rules say to one message.
public struct PolicyVerdict: Sendable {
    let rules: Ruleset
    let request: AuthorizationRequest
    package let decision: AuthorizationDecision
    package let method: String
    /// The legs that counted.
    let legs: [MessageLeg]
    /// What there is to say about the messages before.
    let pathWarnings: [ReportedWarning]
    /// Whether a document that shows nothing has taken the place of the presence document.
    var showsNothing = false
    /// Whether a presence document goes to a watcher whole, though the rules would show less of it.
    var showsTooMuch = false

    package var handling: SubscriptionHandling { decision.handling }

    /// Whether the message may pass.
    ///
    /// A SUBSCRIBE may wherever the answer in SIP is not a refusal: its NOTIFY is decided about by itself, and a watcher
    /// that is blocked politely must not be told (RFC 6665 §6.2).
    var isWithinRules: Bool {
        handling == .allow || (method == "SUBSCRIBE" && decision.answer.status < 300)
    }

    /// What is missing.
    package enum Lack {
        /// The body would have to be enveloped.
        case envelope
        /// A leg would have to be protected.
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

    /// What somebody only claims of the legs, what could not be seen, and what is shown too much.
    var warnings: [ReportedWarning] {
        pathWarnings + legs.flatMap(\.warningsOfOthers)
            + legs.flatMap { leg in leg.claims.map { ReportedWarning.claimed($0, of: leg.role) } }
            + (showsTooMuch ? [.notFiltered(decision.permissions)] : [])
    }
}

extension PolicyVerdict: CustomStringConvertible {
    /// The sentence for people: the decision, and the confidentiality that lacks.
    public var description: String {
        let lacking = decision.evidence.filter { !$0.weight.isEnough }.map(\.words)
        return "the rules say \(handling.rawValue)"
            + (lacking.isEmpty ? "" : ": " + lacking.joined(separator: "; "))
    }
}
