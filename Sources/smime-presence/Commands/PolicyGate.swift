import CMS
import FoundationEssentials
import MIME
import PresenceRules
import SIPMessage
import SMIMEBody

/// The rules of `--policy` where a message is opened.
///
/// They are asked before anything is opened, so that nothing is remembered as accepted (`--once`) that they refuse. Who
/// sends a SUBSCRIBE is known only after that: then they are asked again.
struct PolicyGate {
    private let policy: MessagePolicy
    private let message: SIPMessage
    private let body: ConfidentialityFact
    private let instant: Date
    /// What the rules say.
    let verdict: PolicyVerdict

    /// Nil where no rules are given.
    init?(
        _ options: PolicyOptions, of input: MessageInput, writing outputs: [String?], on console: Console,
        at instant: Date?
    ) throws(CommandFailure) {
        guard let policy = try options.policy(on: console, outputs: outputs) else { return nil }
        guard let message = input.message else { throw .needsMessage("--policy") }
        self.policy = policy
        self.message = message
        body = ConfidentialityFact(ofBody: input.body)
        self.instant = instant ?? console.now()
        verdict = try policy.verdict(on: message, body: body, from: nil, at: self.instant)
    }

    /// Refuses a protected body that the rules do not let pass; one in clear is for the opener to refuse.
    func refuseProtected(_ entity: MIMEEntity) throws(CommandFailure) {
        if entity.isProtected, !verdict.isWithinRules { throw verdict.receivingFailure }
    }

    /// Refuses what has been opened, where the rules do not let it pass after all.
    func admit(_ opened: OpenedBody, report: inout MessageReport) throws(CommandFailure) {
        var verdict = verdict
        if message.method == "SUBSCRIBE" {
            let sender = opened.authenticatedSender(of: message)
            verdict = try policy.verdict(on: message, body: body, from: sender, at: instant)
            report.policy = ReportedPolicy(verdict)
        }
        guard verdict.isWithinRules else { throw verdict.receivingFailure }
    }
}

extension PolicyGate? {
    /// The words for a refusal that the rules have more to say to; nil for any other.
    func failure(for reason: SMIMEError) -> CommandFailure? {
        guard case .clearText = reason, let verdict = self?.verdict, verdict.lack == .envelope else {
            return nil
        }
        return verdict.clearTextFailure
    }
}

extension OpenedBody {
    /// As whom the sender was authenticated: all that the certificate of a user names, or whom a domain vouches for;
    /// empty where nobody signed.
    fileprivate func authenticatedSender(of outside: SIPMessage) -> [EntityURI] {
        guard let signature else { return [] }
        let uris =
            signature.identity.kind == .domain
            ? [(message ?? outside).from.uri] : signature.signer.facts.uris
        return uris.compactMap { EntityURI($0) }
    }
}
