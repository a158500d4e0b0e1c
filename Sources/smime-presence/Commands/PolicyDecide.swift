import FoundationEssentials
import PresenceRules
import SIPMessage
import SMIMEBody

/// `policy decide`: what rules say to a watcher, and what follows in SIP.
struct PolicyDecide: Command {
    static let name = "policy decide"
    static let summary = "say whether rules let a watcher watch a presentity, and why"
    static let details = [
        """
        Holds RULES against one watcher, as a presence server does: allow, polite-block, confirm or block, the greatest \
        that a matching rule grants. Says of each rule why it matches or does not, which facts about confidentiality \
        that rests on, and what follows in SIP; of all that, a watcher learns the SIP answer only. The status is 0 for \
        allow and 1 for each of the others; the first line, or 'decision' of the JSON, says which.
        """,
        """
        Whether MESSAGE, the NOTIFY or PUBLISH that would go out, has an enveloped body is read from it; the legs are \
        told by options. What nobody tells is unknown, and what is unknown, or claimed by a UE alone, counts as not \
        protected.
        """,
    ]
    static var operands: [Operand<PolicyDecide>] {
        [
            PolicyFile.operand(into: \.rules),
            .optional(
                "MESSAGE", into: \.message, help: "the SIP message that would be sent; '-' is standard input"),
        ]
    }
    static var options: [Option<PolicyDecide>] {
        [
            .values(
                "--watcher", as: "URI", into: \.watchers,
                help: "whom the watcher was authenticated as; all of them, where there are several"),
            .flag(
                "--unauthenticated", into: \.isUnauthenticated,
                help: "the watcher was not authenticated, and no rule that asks for an identity matches"),
            .value(
                "--entity", as: "URI", into: \.entity, help: "the presentity whose rules these are; needed"),
            .time("--at", into: \.instant, help: "the instant to decide for, as RFC 3339 writes it; now"),
            .value(
                "--sphere", as: "TEXT", into: \.sphere, help: "the sphere the presentity is in; undefined"),
            .choice("--watcher-leg", as: "STATE", into: \.watcherLeg, help: "the access leg of the watcher"),
            .choice(
                "--presentity-leg", as: "STATE", into: \.presentityLeg,
                help: "the access leg of the presentity"),
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
        ]
    }
    static let examples = [
        Example(
            "smime-presence policy decide rules.xml --watcher sip:bob@example.test --entity sip:alice@example.test "
                + "--watcher-leg ipsec", "May Bob watch Alice, from behind a P-CSCF that encrypts?"),
        Example(
            "smime-presence policy decide enveloped.xml protected.sip --format json "
                + "--watcher sip:bob@example.test --entity sip:alice@example.test > decision.json",
            "The same where the rules demand S/MIME, about a message that has it."),
    ]

    var rules = ""
    var message: String?
    var watchers: [String] = []
    var isUnauthenticated = false
    var entity: String?
    var instant: Date?
    var sphere: String?
    var watcherLeg = LegState.unknown
    var presentityLeg = LegState.unknown
    var format = ListFormat.text

    func validate() throws(UsageError) {
        if entity == nil { throw .missingOption("--entity", placeholder: "URI") }
        if watchers.isEmpty, !isUnauthenticated { throw .missingOption("--watcher", placeholder: "URI") }
        if !watchers.isEmpty, isUnauthenticated {
            throw .conflictingOptions("--watcher", "--unauthenticated")
        }
        if rules == Console.standardStream, message == rules {
            throw .conflictingOptions("RULES -", "MESSAGE -")
        }
        for watcher in watchers { _ = try Self.uri(watcher, of: "--watcher") }
        _ = try Self.uri(entity ?? "", of: "--entity")
    }

    func run(on console: Console) throws(CommandFailure) {
        let ruleset = try PolicyFile.read(rules, on: console)
        let request = try request(on: console)
        let decision = ruleset.decide(request)
        switch format {
        case .text: try console.print(PolicyText.decision(decision, on: request))
        case .json:
            let json = try JSON.encode(PolicyDecisionReport(decision, on: request))
            try console.print(String(decoding: json, as: UTF8.self))
        }
        if decision.handling < .allow { throw .notAllowed(decision.handling) }
    }

    private func request(on console: Console) throws(CommandFailure) -> AuthorizationRequest {
        var facts = ConfidentialityFacts(watcherLeg: watcherLeg.fact, presentityLeg: presentityLeg.fact)
        guard let presentity = EntityURI(entity ?? "") else { throw .notAllowed(.block) }
        if let message {
            let octets = try worded { try console.read(message, limit: MessageInput.maximumOctets) }
            let input = try MessageInput.read(octets, bodyType: nil)
            if let found = input.message, let other = found.presentity(otherThan: presentity.text) {
                throw .otherPresentity(other, wanted: presentity.text)
            }
            facts.body = ConfidentialityFact(ofBody: input.body)
        }
        return AuthorizationRequest(
            watchers: watchers.compactMap { EntityURI($0) }, presentity: presentity,
            at: instant ?? console.now(), sphere: sphere, confidentiality: facts)
    }

    private static func uri(_ text: String, of option: String) throws(UsageError) -> EntityURI {
        guard let uri = EntityURI(text) else { throw .notOfKind(name: option, value: text, wanted: "a URI") }
        return uri
    }
}

/// The word for what is known of an access leg.
enum LegState: String, CaseIterable {
    case protected
    case ipsec
    case tls
    case accessNetwork = "access-network"
    case unprotected
    case claimed
    case unknown

    var fact: ConfidentialityFact {
        switch self {
        case .protected: ConfidentialityFact(.protected)
        case .ipsec: ConfidentialityFact(.protected, by: [.ipsec])
        case .tls: ConfidentialityFact(.protected, by: [.tls])
        case .accessNetwork: ConfidentialityFact(.protected, by: [.accessNetwork])
        case .unprotected: ConfidentialityFact(.notProtected)
        case .claimed: ConfidentialityFact(.protected, source: .claimedByUE)
        case .unknown: .unknown
        }
    }
}
