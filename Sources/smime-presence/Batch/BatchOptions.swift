import CommandFiles
import CommandOptions
import MessageBatch
import SMIMEAgent

/// The options of commands that take several messages.
struct BatchOptions: Sendable {
    var isRecursive = false
    var jobs: Int?
    var watched: String?
    var failsFast = false
    var isFull = false

    /// The option of a command that reads directories.
    static func recursive<C: MessageCommand>() -> Option<C> {
        .flag(
            "--recursive", into: \.files.batch.isRecursive,
            help: "also read the directories below a directory; symbolic links are not followed")
    }

    /// The options of a command on messages.
    static func options<C: BatchCommand>() -> [Option<C>] {
        [
            recursive(),
            .integer(
                "--jobs", as: "N", in: 1...256, into: \.files.batch.jobs,
                help: "with several messages, work on N at once (default: the number of processors)"),
            .flag(
                "--fail-fast", into: \.files.batch.failsFast,
                help: "with several messages, begin no other after the first that is refused or unreadable"),
            .value(
                "--watch", as: "DIRECTORY", into: \.files.batch.watched,
                help:
                    "handle the messages in DIRECTORY, and those that come into it, until "
                    + "interrupted; --report adds lines to its file"),
            .flag(
                "--full", into: \.files.batch.isFull,
                help: "with several messages, list every finding of the exposure in the report"),
        ]
    }
}

extension BatchCommand {
    static var operands: [Operand<Self>] {
        [
            .repeated(
                "MESSAGE", into: \.files.names,
                help:
                    "SIP messages, MIME entities or, with --body, bare bodies; directories, packet "
                    + "captures, logs of SIPp; FILE.pcap#8 is the eighth message of a capture; "
                    + "standard input if absent or '-'")
        ]
    }

    static var batchDetails: String {
        let results =
            writesMessage
            ? "-o names the directory of the results: each has the path of its message below the operand, or "
                + "NAME-8.sip for the eighth of a capture. --report gets"
            : "The output has"
        return """
            Several messages are a directory, a capture or a log, or more than one operand. \(results) \
            one line of JSON for each message, in the order of the input. A message that is refused or \
            cannot be read is reported, and the others go on. The status is 2 if one could not be read or \
            written, else 1 if one was refused, else 64 if the options do not fit one.
            """
    }

    /// Whether several messages are asked for, by the operands or by `-o DIRECTORY`.
    func hasSeveral(on console: Console) -> Bool {
        if files.batch.watched != nil || MessageOperands(files.names).areSeveral(on: console) { return true }
        guard let output = files.output, output != Console.standardStream else {
            return false
        }
        return FileAccess.isDirectory(console.path(of: output))
    }

    /// The failure for an option that is about one message.
    func onlyForOne(_ option: String) -> CommandFailure {
        .onlyForOne(option, help: "smime-presence \(Self.name) --help")
    }

}

extension MessageCommand {
    /// The messages of a command that reads all of them before it reports, at most `limit`.
    func messages(limit: Int, on console: Console) throws(CommandFailure) -> MessageList {
        var terms = MessageList.Terms(octets: MessageOrEntity.maximumOctets)
        terms.messages = limit
        return try describingErrors {
            try MessageList(
                MessageOperands(files.names, isRecursive: files.batch.isRecursive), under: terms, on: console)
        }
    }

    /// The one message, if it is one of a capture: its octets.
    func oneOfCapture(on console: Console) throws(CommandFailure) -> [UInt8]? {
        guard let name = files.message, MessageOperands.isNumbered(name, on: console) else { return nil }
        let list = try describingErrors {
            try MessageList(
                MessageOperands([name]), under: .init(octets: MessageOrEntity.maximumOctets), on: console)
        }
        return try list.messages.first.map { (message) throws(CommandFailure) in
            try describingErrors { try message.read(on: console, limit: MessageOrEntity.maximumOctets) }
        }
    }
}
