import AccessLeg
import CommandOptions
import Exposure
import PresenceRules
import SIPMessage
import SMIMEAgent

/// What a message command is told of the rules that a message must be within.
struct PolicyOptions {
    /// The most messages before this one that are looked at.
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
                help: "refuse what these presence authorization rules do not allow on this leg"),
            .values(
                "--watcher", as: "URI", into: path().appending(path: \.watchers),
                help:
                    "with --policy, who watches; default: whom the message names, and for PUBLISH anybody whom the rules let"
            ),
            earlierOption(into: path().appending(path: \.earlier)),
        ] + LegOptions.options(into: path().appending(path: \.leg))
    }

    /// Showing nothing instead of refusing; for senders.
    static func politeBlockOption<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, PolicyOptions>
    ) -> Option<Root> {
        .flag(
            "--polite-block", into: path().appending(path: \.showsNothing),
            help:
                "where the rules say polite-block, send the NOTIFY with a document that shows nothing instead of refusing"
        )
    }

    static func earlierOption<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, [String]>
    ) -> Option<Root> {
        .values(
            "--earlier", as: "FILE", into: path(),
            help:
                "a message that passed before, such as the SUBSCRIBE of a NOTIFY; several in the order they were sent"
        )
    }

    /// The paragraph about rules in the help of senders.
    static let sendingDetails = """
        With --policy presence authorization rules are asked first (see 'policy decide'), and what they do not allow is not \
        written. PUBLISH and SUBSCRIBE are judged by the leg of who sends them, a NOTIFY by both. What protects a leg is read from the message, from those before it (--earlier) and from a path file \
        (--leg); what is unknown or only claimed counts as not protected. A SUBSCRIBE may pass unless the rules say block, \
        everything else only where they say allow.
        """
    /// The same for receivers.
    static let receivingDetails = """
        With --policy presence authorization rules are asked as well, as by encrypt: a message that came without the \
        confidentiality they demand is refused ('policy'), and so is one in clear ('clear-text'). The watcher of a SUBSCRIBE \
        is who signed it.
        """

    /// Everything that is read beside the message.
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

    /// Standard input is the message's, and no other file can come from there.
    static func validate(files: [(option: String, name: String?)]) throws(UsageError) {
        for (option, name) in files where name == Console.standardStream {
            throw .notOfKind(name: "'\(option)'", value: "-", wanted: "the name of a file")
        }
    }

    /// Reads rules and path; nil where no rules are given.
    func policy(on console: Console, outputs: [String?]) throws(CommandFailure) -> MessagePolicy? {
        guard let rules else { return nil }
        try worded {
            for input in inputs { try console.refuseSameFile(input: input, outputs: outputs) }
        }
        let rulesAsked = try PolicyFile.readAsOption(rules, on: console)
        let path = try leg.path(for: .presentity, on: console)
        let messages = try Self.messages(earlier, on: console)
        return MessagePolicy(
            rulesAsked, path: path, earlier: messages, watchers: watchers.compactMap { EntityURI($0) },
            blocksPolitely: showsNothing, warnings: Self.warnings(of: messages, from: earlier))
    }

    /// What protected messages among those before may hide: another message, whose fields nobody sees without a key.
    static func warnings(of messages: [SIPMessage], from files: [String]) -> [ReportedWarning] {
        let closed = zip(files, messages).filter { $1.bodyEntity()?.isProtected == true }.map(\.0)
        return closed.isEmpty ? [] : [.notOpened(closed)]
    }

    static func messages(_ files: [String], on console: Console) throws(CommandFailure) -> [SIPMessage] {
        guard files.count <= maximumEarlier else { throw .tooManyMessages(limit: maximumEarlier) }
        var messages: [SIPMessage] = []
        for file in files {
            let octets = try worded { try console.read(file, limit: MessageOrEntity.maximumOctets) }
            do { messages.append(try SIPMessage.parse(octets)) } catch {
                throw .unfitOption(error.failure, file: file)
            }
        }
        return messages
    }
}
