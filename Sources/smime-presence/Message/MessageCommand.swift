import CertStore
import CommandFiles
import CommandOptions
import Exposure
import MessageBatch
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The options of every command on a message: the message, outputs, the type of the body.
struct MessageOptions {
    /// The operands: at most one, unless the command takes several.
    var names: [String] = []
    var output: String?
    var report: String?
    var bodyType: String?
    var isMIME = false
    var format: ReportFormat?
    var isBrief = false
    var batch = BatchOptions()

    /// The operand of a command on one message; nil is standard input.
    var message: String? {
        get { names.first }
        set { names = newValue.map { [$0] } ?? [] }
    }
}

/// A command on one message.
protocol MessageCommand: Command {
    /// Whether it accepts or refuses; a command that only reports has no verdict.
    static var hasVerdict: Bool { get }
    /// Whether the message it writes was decrypted, so that no other user may read it.
    static var writesDecrypted: Bool { get }
    /// Whether it opens messages that others have protected.
    static var isOpening: Bool { get }
    var files: MessageOptions { get set }
}

extension MessageCommand {
    static var hasVerdict: Bool { true }
    static var writesDecrypted: Bool { false }
    static var isOpening: Bool { false }
    /// A single output has its final name as soon as it is written; for several, see `deliver`.
    static var isTooShortToInterrupt: Bool { true }

    static var operands: [Operand<Self>] {
        [
            .optional(
                "MESSAGE", into: \.files.message,
                help:
                    "a SIP message, a MIME entity or, with --body, a bare body; "
                    + "standard input if absent or '-'"
            )
        ]
    }

    static var reportOption: Option<Self> {
        .value("--report", as: "FILE", into: \.files.report, help: "write the JSON report to FILE")
    }

    static var bodyOption: Option<Self> {
        .value(
            "--body", as: "TYPE", into: \.files.bodyType,
            help: "the input is a bare body of this Content-Type, parameters included")
    }

    static var mimeOption: Option<Self> {
        .flag(
            "--mime", into: \.files.isMIME,
            help:
                "the input is a MIME entity, such as a mail; fields that do not describe the body are skipped"
        )
    }

    static var outputOption: Option<Self> {
        .value(
            "-o", "--output", as: "FILE", into: \.files.output,
            help: "write to FILE instead of standard output")
    }

    /// Whether the command writes a message, not only a report.
    static var writesMessage: Bool { options.contains { $0.names.contains("--output") } }

    /// Reads the input in the form that the options say, or that it appears to have.
    func read(_ octets: [UInt8]) throws(CommandFailure) -> MessageOrEntity {
        do throws(InputError) {
            return try files.isMIME
                ? MessageOrEntity.readEntity(octets) : MessageOrEntity.read(octets, bodyType: files.bodyType)
        } catch {
            throw explained(error.failure(takesBodies: files.isMIME, help: Self.helpCommand), of: octets)
        }
    }

    /// The failure to read a SIP message, with the option that fits the actual input.
    func explained(_ failure: CommandFailure, of octets: [UInt8]) -> CommandFailure {
        guard !files.isMIME, files.bodyType == nil, failure.status == .refused,
            Self.options.contains(where: { $0.names.contains("--mime") })
        else { return failure }
        if let foreign = ForeignInput(octets) {
            return foreign.failure(takesBodies: true, isOpening: Self.isOpening)
        }
        guard InputForm.looksLikeMail(octets) else { return failure }
        return CommandFailure(
            .refused, reason: failure.reason, failure.message,
            hint: "if it is a mail or another MIME entity, give '--mime'")
    }

    /// Returns the octets of the input, after making sure that no output would overwrite it.
    func readOctets(on console: Console) throws(CommandFailure) -> [UInt8] {
        if files.isMIME, files.bodyType != nil {
            throw Self.misused(.conflictingOptions("--mime", "--body"))
        }
        return try describingErrors {
            try console.refuseSameFile(input: files.message, outputs: [files.output, files.report])
            let messageFile = files.output ?? Console.standardStream
            if messageFile == Console.standardStream, files.report == messageFile, Self.writesMessage {
                throw FileError.sharedStandardOutput
            }
            if let octets = try oneOfCapture(on: console) { return octets }
            let octets = try console.read(files.message, limit: MessageOrEntity.maximumOctets)
            if files.bodyType == nil, !files.isMIME, MessageSequence.isSeveral(octets) {
                throw CommandFailure.severalMessages(writesMessage: Self.writesMessage)
            }
            return octets
        }
    }

    /// Writes a message, its report and other outputs together, or nothing.
    func deliver(
        _ message: [UInt8], with others: [Output] = [], report: MessageReport, on console: Console
    ) throws(CommandFailure) {
        let output =
            Self.writesDecrypted
            ? Output(decrypted: message, .binary, to: files.output)
            : Output(message, .binary, to: files.output)
        var outputs = [output] + others
        if let file = files.report { outputs.append(Output(JSONWriter.document(report), .text, to: file)) }
        // One may be a pipe that waits for its reader while another has no final name yet.
        if outputs.count > 1 { console.watchSignals() }
        try describingErrors { try console.deliver(outputs) }
    }

    /// Writes the report of a refusal, if requested, and returns the refusal.
    func refuse(
        _ failure: CommandFailure, report: MessageReport, to file: String?, on console: Console
    ) -> CommandFailure {
        guard failure.status == .refused else { return failure }
        console.say(report.warnings)
        guard let file else { return failure }
        var report = report
        report.refuse(for: failure, hasVerdict: Self.hasVerdict)
        do throws(CommandFailure) {
            let output = Output(JSONWriter.document(report), .text, to: file)
            try describingErrors { try console.deliver([output]) }
        } catch {
            return error
        }
        return failure
    }
}
