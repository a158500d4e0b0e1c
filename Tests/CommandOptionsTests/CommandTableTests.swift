import CommandOptions
import Testing

@Suite("CommandTable")
struct CommandTableTests {
    @Test(
        "finds a command of one, two and three words, and leaves it the other arguments",
        arguments: [
            (["copy", "a", "--secret"], "copy", ["a", "--secret"]),
            (["trust", "add", "a"], "trust add", ["a"]),
            (["trust", "list", "add", "a", "b"], "trust list add", ["a", "b"]),
            (["help", "trust", "add"], "trust add", ["--help"]),
        ])
    func commands(arguments: [String], name: String, rest: [String]) throws {
        guard case .command(let command, let left) = try sampleCommands.select(arguments) else {
            Issue.record("no command selected")
            return
        }
        #expect(command.name == name && left == rest)
    }

    @Test(
        "refuses what names no command, and says which there are",
        arguments: [
            (
                ["trsut"],
                UsageError.unknownCommand("trsut", known: ["copy", "trust", "trust", "help", "version"])
            ),
            (["trust"], .incompleteCommand("trust", verbs: ["add", "list add"])),
            (["trust", "list"], .incompleteCommand("trust list", verbs: ["add"])),
            (["trust", "lsit"], .unknownCommand("trust lsit", known: ["trust add", "trust list add"])),
            (["--secret", "copy"], .optionBeforeCommand("--secret")),
        ])
    func refusals(arguments: [String], error: UsageError) {
        #expect(throws: error) { try sampleCommands.select(arguments) }
    }

    @Test("the page of a command has its options, examples and exit statuses, in lines of 80 characters")
    func page() {
        let page = HelpPage.command(SampleCopy.self, in: sampleCommands)
        #expect(page.hasPrefix("Usage: sample copy [OPTIONS] [FILE]\n"))
        #expect(page.contains("  --tone TONE        how: plain, loud\n"))
        #expect(page.contains("  --to URI           a recipient (repeatable)\n"))
        #expect(page.contains("  # Copies a message.\n  sample copy publish.sip > copy.sip\n"))
        #expect(page.hasSuffix("Exit status:\n  0   done\n  64  wrong usage\n"))
        #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(HelpPage.command(SampleListAdd.self, in: sampleCommands).contains("[OPTIONS] [NAME…]\n"))
    }
}
