import CMS
import CommandFiles
import CommandOptions
import Foundation

@testable import smime_presence

/// A command that copies a file, with the options that tests of the program and its streams give; those of
/// the parser have a command of their own.
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
            .choice("--tone", as: "TONE", into: \.tone, help: "how"),
            .time("--at", into: \.time, help: "when"),
            .flag("--secret", into: \.isSecret, help: "only for its owner"),
            .flag("--binary", into: \.isBinary, help: "not for a terminal"),
        ]
    }
    static let examples = [Example("smime-presence copy publish.sip > copy.sip", "Copies a message.")]

    var input: String?
    var output: String?
    var tone = Tone.plain
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
