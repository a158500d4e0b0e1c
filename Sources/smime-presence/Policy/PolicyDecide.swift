import CommandOptions
import Exposure
import FoundationEssentials
import Octets
import PresenceRules
import SIPMessage
import SMIMEAgent
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
        Whether MESSAGE, the NOTIFY or PUBLISH that would go out, has an enveloped body is read from it. What protects the \
        legs is read from it as well, from messages before it (--earlier) and from a path file (--leg); --watcher-leg and \
        --presentity-leg say it in a word. What nobody tells is unknown, and what is unknown, or claimed by a UE alone, \
        counts as not protected. Ciphering of the access network ends before the P-CSCF, and counts where rules name it.
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
            PolicyOptions.earlierOption(into: \.earlier),
            .choice("--format", as: "FORMAT", into: \.format, help: "text is the default"),
        ] + LegOptions.options(into: \.leg)
    }
    static let examples = [
        Example(
            "smime-presence policy decide rules.xml --watcher sip:bob@example.test --entity sip:alice@example.test "
                + "--watcher-leg ipsec", "May Bob watch Alice, from behind a P-CSCF that encrypts?"),
        Example(
            "smime-presence policy decide rules.xml notify.sip --leg encrypted.json --watcher sip:bob@example.test "
                + "--entity sip:alice@example.test", "The same with what a path file says of the legs."),
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
    var watcherLeg: LegState?
    var presentityLeg: LegState?
    var leg = LegOptions()
    var earlier: [String] = []
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
        if leg.file != nil {
            if watcherLeg != nil { throw .conflictingOptions("--leg", "--watcher-leg") }
            if presentityLeg != nil { throw .conflictingOptions("--leg", "--presentity-leg") }
        }
        if leg.trustsNetwork, leg.file == nil, message == nil, earlier.isEmpty {
            throw .optionNeeds("--trust-network", other: "--leg")
        }
        try PolicyOptions.validate(files: [("--leg", leg.file)] + earlier.map { ("--earlier", $0) })
        for watcher in watchers { _ = try Self.uri(watcher, of: "--watcher") }
        _ = try Self.uri(entity ?? "", of: "--entity")
    }

    func run(on console: Console) throws(CommandFailure) {
        let ruleset = try PolicyFile.read(rules, on: console)
        let (request, legs) = try request(on: console)
        let decision = ruleset.decide(request)
        switch format {
        case .text: try console.print(PolicyText.decision(decision, on: request, legs: legs))
        case .json:
            let json = JSONWriter.document(
                PolicyDecisionReport(
                    decision, on: request, legs: legs, operation: Self.name))
            try console.print(String(decoding: json, as: UTF8.self))
        }
        if decision.handling < .allow { throw PolicyRefusal.notAllowed(decision.handling).failure }
    }

    /// What is asked, and the legs that no option tells of.
    private func request(
        on console: Console
    ) throws(CommandFailure) -> (AuthorizationRequest, legs: [AccessLeg]) {
        guard let presentity = EntityURI(entity ?? "") else { throw PolicyRefusal.notAllowed(.block).failure }
        var facts = ConfidentialityFacts(trustsNetwork: leg.trustsNetwork)
        var sent: SIPMessage?
        if let message {
            let octets = try worded { try console.read(message, limit: MessageOrEntity.maximumOctets) }
            let input = try MessageOrEntity.read(octets, bodyType: nil)
            if let found = input.message, let other = found.presentity(otherThan: presentity.text) {
                throw .otherPresentity(other, wanted: presentity.text)
            }
            facts.body = ConfidentialityFact(ofBody: input.body)
            sent = input.message
        }
        let told: [LegRole: LegState] = [.watcher: watcherLeg, .presentity: presentityLeg]
            .compactMapValues(\.self)
        let path = try leg.path(for: .presentity, on: console)
        let audience = watchers.compactMap { EntityURI($0) }
        let users = LegUsers(watchers: isUnauthenticated ? nil : audience, presentity: presentity)
        if let sent, users.role(of: sent) == nil { throw .otherUser(sent.terminalUserURI) }
        let before = try PolicyOptions.messages(earlier, on: console)
        console.say(PolicyOptions.warnings(of: before, from: earlier))
        let legs = path.legs(of: sent, after: before, users: users)
            .filter { told[$0.role] == nil }
        console.say(legs.flatMap(\.warningsOfOthers))
        for leg in legs { facts[leg.role] = leg.facts }
        for (role, state) in told { facts[role] = [state.fact] }
        let request = AuthorizationRequest(
            watchers: audience, presentity: presentity,
            at: instant ?? console.now(), sphere: sphere, confidentiality: facts)
        return (request, legs)
    }

    /// A URI given with an option.
    static func uri(_ text: String, of option: String) throws(UsageError) -> EntityURI {
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
