import CommandOptions

/// A command with one option of every kind.
struct SampleCopy: ParsableCommand {
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
            .parsed(["--letter"], as: "LETTER", into: \.letter, help: "which") {
                (text, spelling) throws(UsageError) in
                guard let letter = text.first, text.count == 1 else {
                    throw .notOfKind(name: spelling, value: text, wanted: "a letter")
                }
                return letter
            },
            .flag("--secret", into: \.isSecret, help: "only for its owner"),
            .flag("--binary", into: \.isBinary, help: "not for a terminal"),
        ]
    }
    static let examples = [Example("sample copy publish.sip > copy.sip", "Copies a message.")]

    var input: String?
    var output: String?
    var recipients: [String] = []
    var tone = Tone.plain
    var otherTone: Tone?
    var days: Int?
    var letter: Character?
    var isSecret = false
    var isBinary = false

    func validate() throws(UsageError) {
        if isSecret, isBinary { throw .conflictingOptions("--secret", "--binary") }
    }
}

struct SampleAdd: ParsableCommand {
    static let name = "trust add"
    static let summary = "adds a name"
    static let details: [String] = []
    static var operands: [CommandOptions.Operand<SampleAdd>] {
        [.required("NAME", into: \.name, help: "the name")]
    }
    static var options: [CommandOptions.Option<SampleAdd>] { [] }
    static let examples: [Example] = []

    var name = ""
}

struct SampleListAdd: ParsableCommand {
    static let name = "trust list add"
    static let summary = "adds names"
    static let details: [String] = []
    static var operands: [CommandOptions.Operand<SampleListAdd>] {
        [.repeated("NAME", into: \.names, help: "a name")]
    }
    static var options: [CommandOptions.Option<SampleListAdd>] { [] }
    static let examples: [Example] = []

    var names: [String] = []
}

let sampleCommands = CommandTable<any ParsableCommand.Type>(
    program: "sample", version: "1.2.3", summary: "A sample.",
    sections: [
        .init("Files", [SampleCopy.self]), .init("Names", [SampleAdd.self, SampleListAdd.self]),
    ],
    exitStatuses: [(0, "done"), (64, "wrong usage")]
) { $0 }
