import CMS
import FoundationEssentials
import MIME
import PresenceRules
import SIPMessage
import SMIMEBody

/// The rules that a received message must satisfy.
///
/// They are asked before the message is opened, and again when it is checked, before a ledger remembers it.
/// Only then are the sender of a SUBSCRIBE and the signed fields of an inner message known.
struct PolicyGate: Sendable {
    private let policy: MessagePolicy
    private let message: SIPMessage
    private let body: ConfidentialityFact
    private let instant: Date
    /// The verdict of the rules.
    let verdict: PolicyVerdict

    init(_ policy: MessagePolicy, of input: MessageOrEntity, at instant: Date) throws(AgentError) {
        guard let message = input.message else { throw .needsMessage(.policy) }
        self.policy = policy
        self.message = message
        self.instant = instant
        body = ConfidentialityFact(ofBody: input.body)
        verdict = try policy.verdict(on: message, body: body, from: nil, at: instant)
    }

    /// Refuses a protected body that the rules do not allow; the opener refuses one in clear.
    func refuseProtected(_ entity: MIMEEntity) throws(AgentError) {
        if entity.isProtected, !verdict.isWithinRules { throw .policy(.receiving(verdict)) }
    }

    /// Refuses a checked body if the rules do not allow it after all.
    func judge(_ checked: borrowing CheckedBody, report: inout MessageReport) throws(AgentError) {
        var verdict = verdict
        let isSubscription = message.method == "SUBSCRIBE"
        let sender = isSubscription ? checked.authenticatedSender(of: message) : nil
        if isSubscription { verdict = try policy.verdict(on: message, body: body, from: sender, at: instant) }
        if let inside = try checked.headerInside?.messageToJudge() {
            let other = try policy.verdict(on: inside, body: body, from: sender, at: instant)
            report.warnings += other.warnings.filter { !report.warnings.contains($0) }
            // The lower verdict counts, so a change of the outer header gains nothing.
            if other.handling < verdict.handling { verdict = other }
        }
        report.policy = ReportedPolicy(verdict)
        guard verdict.isWithinRules else { throw .policy(.receiving(verdict)) }
    }
}

extension PolicyGate? {
    /// Returns the policy error for a refusal of clear text; nil for any other refusal.
    func error(for reason: SMIMEError) -> AgentError? {
        guard case .clearText = reason, self?.verdict.lack == .envelope else { return nil }
        return .policy(.clearText)
    }
}

extension CheckedBody {
    /// Returns the authenticated identities of the sender: all that a user's certificate names, or the one
    /// that a domain vouches for; empty without a signature.
    fileprivate func authenticatedSender(of outside: SIPMessage) -> [EntityURI] {
        guard let signature else { return [] }
        let uris =
            signature.identity.kind == .domain
            ? [(headerInside?.restored ?? outside).from.uri] : signature.signer.facts.uris
        let entities = uris.compactMap { EntityURI($0) }
        // An identity that cannot be parsed might be one that an exception excludes.
        return entities.count == uris.count ? entities : []
    }
}

extension TunnelledHeader {
    /// Returns the inner message with the signed fields about access and security agreement.
    ///
    /// If the sender signed none of them, those of the outer message are used; Via always comes from there.
    fileprivate func messageToJudge() throws(AgentError) -> SIPMessage {
        let agreement: Set<HeaderName> = ["Security-Client", "Security-Server", "Security-Verify"]
        let signed = signed.headerFields.filter { agreement.contains($0.headerName) }
        let names = Set(signed.map(\.headerName))
        do {
            return try restored.replacingHeader(
                with: restored.headerFields.filter { !names.contains($0.headerName) } + signed)
        } catch {
            throw .message(error)
        }
    }
}
