import CMS
import FoundationEssentials
import MIME
import PresenceRules
import SIPMessage
import SMIMEBody

/// The rules that a received message must be within.
///
/// They are asked before anything is opened, and again when it is checked, before a ledger remembers it: only then is known who sends a SUBSCRIBE, and what the sender of a message inside another has signed.
struct PolicyGate: Sendable {
    private let policy: MessagePolicy
    private let message: SIPMessage
    private let body: ConfidentialityFact
    private let instant: Date
    /// What the rules say.
    let verdict: PolicyVerdict

    init(_ policy: MessagePolicy, of input: MessageOrEntity, at instant: Date) throws(AgentError) {
        guard let message = input.message else { throw .needsMessage(.policy) }
        self.policy = policy
        self.message = message
        self.instant = instant
        body = ConfidentialityFact(ofBody: input.body)
        verdict = try policy.verdict(on: message, body: body, from: nil, at: instant)
    }

    /// Refuses a protected body that the rules do not let pass; one in clear is for the opener to refuse.
    func refuseProtected(_ entity: MIMEEntity) throws(AgentError) {
        if entity.isProtected, !verdict.isWithinRules { throw .policy(.receiving(verdict)) }
    }

    /// Refuses a checked body if the rules do not let it pass after all.
    func judge(_ checked: borrowing CheckedBody, report: inout MessageReport) throws(AgentError) {
        var verdict = verdict
        let isSubscription = message.method == "SUBSCRIBE"
        let sender = isSubscription ? checked.authenticatedSender(of: message) : nil
        if isSubscription { verdict = try policy.verdict(on: message, body: body, from: sender, at: instant) }
        if let inside = try checked.headerInside?.messageToJudge() {
            let other = try policy.verdict(on: inside, body: body, from: sender, at: instant)
            report.warnings += other.warnings.filter { !report.warnings.contains($0) }
            // Whoever changes what stands outside can only lose.
            if other.handling < verdict.handling { verdict = other }
        }
        report.policy = ReportedPolicy(verdict)
        guard verdict.isWithinRules else { throw .policy(.receiving(verdict)) }
    }
}

extension PolicyGate? {
    /// What the rules have to say to a refusal; nil for any other.
    func error(for reason: SMIMEError) -> AgentError? {
        guard case .clearText = reason, self?.verdict.lack == .envelope else { return nil }
        return .policy(.clearText)
    }
}

extension CheckedBody {
    /// As whom the sender was authenticated: all that the certificate of a user names, or whom a domain vouches for;
    /// empty where nobody signed.
    fileprivate func authenticatedSender(of outside: SIPMessage) -> [EntityURI] {
        guard let signature else { return [] }
        let uris =
            signature.identity.kind == .domain
            ? [(headerInside?.restored ?? outside).from.uri] : signature.signer.facts.uris
        let entities = uris.compactMap { EntityURI($0) }
        // One that is not understood could be the one that an exception leaves out.
        return entities.count == uris.count ? entities : []
    }
}

extension TunnelledHeader {
    /// The message inside with what its sender signed of its access and its agreement.
    ///
    /// Where the sender wrote nothing of that, what stands outside is there; Via is always that outside.
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
