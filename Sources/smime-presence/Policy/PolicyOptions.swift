import AccessLeg
import CommandFiles
import CommandOptions
import Exposure
import PresenceRules
import SIPMessage
import SMIMEAgent

/// The options about presence authorization rules that a message must satisfy.
struct PolicyOptions {
    /// The maximum number of earlier messages.
    static let maximumEarlier = 64

    var rules: String?
    var leg = LegOptions()
    var earlier: [String] = []
    var watchers: [String] = []
    var showsNothing = false

    static func options<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, PolicyOptions>
    ) -> [Option<Root>] {
        [
            .value(
                "--policy", as: "RULES", into: path().appending(path: \.rules),
                help: "refuse messages that these presence authorization rules do not allow"),
            .values(
                "--watcher", as: "URI", into: path().appending(path: \.watchers),
                help:
                    "with --policy, the watcher (default: the one the message names; for PUBLISH any watcher)"
            ),
            earlierOption(into: path().appending(path: \.earlier)),
        ] + LegOptions.options(into: path().appending(path: \.leg))
    }

    /// The option to send a document that says 'unavailable' instead of refusing; for senders.
    static func politeBlockOption<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, PolicyOptions>
    ) -> Option<Root> {
        .flag(
            "--polite-block", into: path().appending(path: \.showsNothing),
            help:
                "if the rules say polite-block, send the NOTIFY with a document that says 'unavailable'"
        )
    }

    static func earlierOption<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, [String]>
    ) -> Option<Root> {
        .values(
            "--earlier", as: "FILE", into: path(),
            help:
                "an earlier message, such as the SUBSCRIBE of a NOTIFY; give several "
                + "in the order they were sent"
        )
    }

    /// The paragraph about rules in the help of senders.
    static let sendingDetails = """
        --policy evaluates presence authorization rules first (see 'policy decide'), and refuses messages \
        that they do not allow. PUBLISH and SUBSCRIBE are judged by the sender's access leg, NOTIFY by both \
        legs. What protects a leg is read from the message, from earlier messages (--earlier) and from a \
        path file (--leg). Unknown or only claimed protection counts as none. A SUBSCRIBE passes unless the \
        rules say block; other messages pass only if the rules say allow.
        """
    /// The same paragraph for receivers.
    static let receivingDetails = """
        --policy evaluates presence authorization rules, as encrypt does. A message that came without the \
        confidentiality they require is refused ('policy'), and so is a message in clear text \
        ('clear-text'). The watcher of a SUBSCRIBE is its signer.
        """

    /// Every file that is read in addition to the message.
    var inputs: [String] { [rules, leg.file].compactMap(\.self) + earlier }

    func validate() throws(UsageError) {
        guard rules != nil else {
            let given = [
                ("--leg", leg.file != nil), ("--trust-network", leg.trustsNetwork),
                ("--earlier", !earlier.isEmpty), ("--watcher", !watchers.isEmpty),
                ("--polite-block", showsNothing),
            ]
            if let other = given.first(where: \.1) { throw .optionNeeds(other.0, other: "--policy") }
            return
        }
        try Self.validate(
            files: [("--policy", rules), ("--leg", leg.file)] + earlier.map { ("--earlier", $0) })
        for watcher in watchers { _ = try PolicyDecide.uri(watcher, of: "--watcher") }
    }

    /// Refuses '-': standard input is the message.
    static func validate(files: [(option: String, name: String?)]) throws(UsageError) {
        for (option, name) in files where name == Console.standardStream {
            throw .notOfKind(name: "'\(option)'", value: "-", wanted: "the name of a file")
        }
    }

    /// Reads rules and path; nil if no rules are given.
    func policy(on console: Console, outputs: [String?]) throws(CommandFailure) -> MessagePolicy? {
        guard let rules else { return nil }
        try describingErrors {
            for input in inputs { try console.refuseSameFile(input: input, outputs: outputs) }
        }
        let rulesAsked = try PolicyFile.readAsOption(rules, on: console)
        let path = try leg.path(for: .presentity, on: console)
        let messages = try Self.messages(earlier, on: console)
        return MessagePolicy(
            rulesAsked, path: path, earlier: messages, watchers: watchers.compactMap { EntityURI($0) },
            blocksPolitely: showsNothing, warnings: Self.warnings(of: messages, from: earlier))
    }

    /// Warns of protected earlier messages: each may contain another message, unreadable without a key.
    static func warnings(of messages: [SIPMessage], from files: [String]) -> [ReportedWarning] {
        let closed = zip(files, messages).filter { $1.bodyEntity()?.isProtected == true }.map(\.0)
        return closed.isEmpty ? [] : [.notOpened(closed)]
    }

    static func messages(_ files: [String], on console: Console) throws(CommandFailure) -> [SIPMessage] {
        guard files.count <= maximumEarlier else { throw .tooManyMessages(limit: maximumEarlier) }
        var messages: [SIPMessage] = []
        for file in files {
            let octets = try describingErrors { try console.read(file, limit: MessageOrEntity.maximumOctets) }
            do { messages.append(try SIPMessage.parse(octets)) } catch {
                throw .unfitOption(error.failure, file: file)
            }
        }
        return messages
    }
}
