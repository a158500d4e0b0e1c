import AccessLeg
import CommandFiles
import CommandOptions
import Exposure
import FoundationEssentials
import PresenceRules
import SMIMEAgent

/// `policy decide`: decides what a watcher may see, and the SIP answer.
struct PolicyDecide: Command {
    static let name = "policy decide"
    static let summary = "say whether rules let a watcher watch a presentity, and why"
    static let details = [
        """
        Evaluates RULES for one watcher, as a presence server does. The decision is allow, polite-block, \
        confirm or block: the greatest that a matching rule grants. The output says for each rule why it \
        matches or not, and on which facts about confidentiality this depends. It also gives the SIP answer; \
        the watcher learns only that. The status is 0 for allow and 1 otherwise; the first line, or \
        'decision' of the JSON, is the decision.
        """,
        """
        MESSAGE is the NOTIFY or PUBLISH that would be sent: whether its body is enveloped is read from it. \
        What protects the legs is read from it too, from earlier messages (--earlier) and from a path file \
        (--leg); --watcher-leg and --presentity-leg state it directly. Unknown protection, and protection \
        that only a UE claims, counts as none. Ciphering of the access network ends before the P-CSCF, and \
        counts only if the rules name it.
        """,
    ]
    static var operands: [Operand<PolicyDecide>] {
        [
            PolicyFile.operand(into: \.rules),
            .optional(
                "MESSAGE", into: \.message, help: "the SIP message to be sent; '-' is standard input"),
        ]
    }
    static var options: [Option<PolicyDecide>] {
        [
            .values(
                "--watcher", as: "URI", into: \.watchers,
                help: "authenticated identity of the watcher; give all of them"),
            .flag(
                "--unauthenticated", into: \.isUnauthenticated,
                help: "the watcher is not authenticated: no rule with an identity matches"),
            .value(
                "--entity", as: "URI", into: \.entity, help: "the presentity whose rules these are (required)"
            ),
            .time("--at", into: \.instant, help: "time of the decision, as in RFC 3339 (default: now)")
                .loosening(),
            .value(
                "--sphere", as: "TEXT", into: \.sphere,
                help: "sphere of the presentity (default: undefined)"),
            .choice(
                "--watcher-leg", as: "STATE", into: \.watcherLeg,
                help: "protection of the watcher's access leg"),
            .choice(
                "--presentity-leg", as: "STATE", into: \.presentityLeg,
                help: "protection of the presentity's access leg"),
            PolicyOptions.earlierOption(into: \.earlier),
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
        ] + LegOptions.options(into: \.leg)
    }
    static let examples = [
        Example(
            "smime-presence policy decide rules.xml --watcher sip:bob@example.test --entity "
                + "sip:alice@example.test --watcher-leg ipsec",
            "May Bob watch Alice, behind a P-CSCF that encrypts?"),
        Example(
            "smime-presence policy decide rules.xml notify.sip --leg encrypted.json --watcher "
                + "sip:bob@example.test --entity sip:alice@example.test",
            "Decide with a path file that describes the legs."),
        Example(
            "smime-presence policy decide enveloped.xml protected.sip --format json "
                + "--watcher sip:bob@example.test --entity sip:alice@example.test > decision.json",
            "Decide about a protected message, under rules that require S/MIME."),
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
        let rulesAsked = try PolicyFile.read(rules, on: console)
        let answer = try answer(of: rulesAsked, on: console)
        switch format {
        case .text: try console.print(answer.text)
        case .json:
            try console.print(String(decoding: answer.json(operation: Self.name), as: UTF8.self))
        }
        guard answer.handling < .allow else { return }
        var failure = PolicyRefusal.notAllowed(answer.handling).failure
        failure.isAnswer = true
        throw failure
    }

    private func answer(of ruleset: Ruleset, on console: Console) throws(CommandFailure) -> PolicyAnswer {
        guard let presentity = EntityURI(entity ?? "") else { throw PolicyRefusal.notAllowed(.block).failure }
        let input = try readInput(on: console)
        let path = try leg.path(for: .presentity, on: console)
        let before = try PolicyOptions.messages(earlier, on: console)
        var question = PolicyQuestion(
            watchers: isUnauthenticated ? nil : watchers.compactMap { EntityURI($0) },
            presentity: presentity, at: instant ?? console.now(), path: path)
        question.sphere = sphere
        question.trustsNetwork = leg.trustsNetwork
        question.stated = [.watcher: watcherLeg, .presentity: presentityLeg].compactMapValues(\.self)
        do throws(PolicyQuestion.Refusal) {
            let answer = try question.answer(of: ruleset, on: input, after: before)
            console.say(PolicyOptions.warnings(of: before, from: earlier) + answer.warnings)
            return answer
        } catch {
            switch error {
            case .otherPresentity(let found): throw .otherPresentity(found, wanted: presentity.text)
            case .otherUser(let found): throw .otherUser(found)
            }
        }
    }

    /// The message that would be sent; nil if none is given.
    private func readInput(on console: Console) throws(CommandFailure) -> MessageOrEntity? {
        guard let message else { return nil }
        return try describingErrors {
            let octets = try console.read(message, limit: MessageOrEntity.maximumOctets)
            return try MessageOrEntity.read(octets, bodyType: nil)
        }
    }

    /// A URI given with an option.
    static func uri(_ text: String, of option: String) throws(UsageError) -> EntityURI {
        guard let uri = EntityURI(text) else { throw .notOfKind(name: option, value: text, wanted: "a URI") }
        return uri
    }
}
