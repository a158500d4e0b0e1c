import CMS
import CommandOptions
import Foundation

@testable import smime_presence

/// A command with one option of every kind, which prints what it was given.
struct SampleCopy: Command {
    enum Tone: String, CaseIterable {
        case plain, loud
    }

    static let name = "copy"
    static let summary = "copies a file"
    static let details = ["Reads FILE, or standard input, and writes it."]
    static var operands: [CommandOptions.Operand<SampleCopy>] {
        [.optional("FILE", into: \.input, help: "the file; '-' is standard input")]
    }
    static var options: [CommandOptions.Option<SampleCopy>] {
        [
            .value("-o", "--output", as: "FILE", into: \.output, help: "where to write"),
            .values("--to", as: "URI", into: \.recipients, help: "a recipient"),
            .choice("--tone", as: "TONE", into: \.tone, help: "how"),
            .choice("--other-tone", as: "TONE", into: \.otherTone, help: "how else"),
            .integer("--days", as: "N", in: 1...365, into: \.days, help: "how long"),
            .time("--at", into: \.time, help: "when"),
            .flag("--secret", into: \.isSecret, help: "only for its owner"),
            .flag("--binary", into: \.isBinary, help: "not for a terminal"),
        ]
    }
    static let examples = [Example("smime-presence copy publish.sip > copy.sip", "Copies a message.")]

    var input: String?
    var output: String?
    var recipients: [String] = []
    var tone = Tone.plain
    var otherTone: Tone?
    var days: Int?
    var time: Date?
    var isSecret = false
    var isBinary = false

    func validate() throws(UsageError) {
        if isSecret, isBinary { throw .conflictingOptions("--secret", "--binary") }
    }

    func run(on console: Console) throws(CommandFailure) {
        do throws(FileError) {
            try console.refuseSameFile(input: input, outputs: [output])
            let octets = try console.read(input, limit: 1000)
            let written =
                isSecret
                ? Output(SecretOctets(copying: octets.span), to: output)
                : Output(octets, isBinary ? .binary : .text, to: output)
            try console.deliver([written])
        } catch {
            throw CommandFailure(error)
        }
    }
}

struct SampleAdd: Command {
    static let name = "trust add"
    static let summary = "adds a name"
    static let details: [String] = []
    static var operands: [CommandOptions.Operand<SampleAdd>] {
        [.required("NAME", into: \.name, help: "the name")]
    }
    static var options: [CommandOptions.Option<SampleAdd>] { [] }
    static let examples: [Example] = []

    var name = ""

    func run(on console: Console) throws(CommandFailure) { try console.print("added \(name)\n") }
}

let sampleCommands = ProgramCommands(
    program: "smime-presence", version: "1.2.3", summary: "A sample.",
    sections: [.init("Files", [SampleCopy.self]), .init("Names", [SampleAdd.self])])
