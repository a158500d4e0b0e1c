import CommandOptions
import Testing

@Suite("ArgumentParser")
struct ArgumentParserTests {
    private func parse(_ arguments: String...) throws -> SampleCopy {
        try ArgumentParser<SampleCopy>.parse(arguments)
    }

    @Test("takes options before and after the operand, with a space or an equals sign")
    func optionsAnywhere() throws {
        let command = try parse("--to", "sip:a@example.test", "in", "--to=sip:b=c@example.test", "-o", "out")
        #expect(command.input == "in")
        #expect(command.output == "out")
        #expect(command.recipients == ["sip:a@example.test", "sip:b=c@example.test"])
    }

    @Test("takes what follows two dashes as operands")
    func dashes() throws {
        #expect(try parse("--secret", "--", "--binary").input == "--binary")
    }

    @Test("takes a lone dash as an operand and as a value")
    func loneDash() throws {
        let command = try parse("-", "-o", "-")
        #expect(command.input == "-" && command.output == "-")
    }

    @Test("leaves the defaults where nothing is given")
    func defaults() throws {
        let command = try parse()
        #expect(command.tone == .plain && command.otherTone == nil && command.days == nil)
        #expect(command.input == nil && !command.isSecret)
    }

    @Test("reads choices, integers and values with a reader of their own")
    func kinds() throws {
        let command = try parse(
            "--tone", "loud", "--other-tone=plain", "--days", "365", "--letter=x")
        #expect(command.tone == .loud && command.otherTone == .plain && command.days == 365)
        #expect(command.letter == "x")
    }

    @Test(
        "refuses what is not on the table",
        arguments: [
            (
                ["--tone", "lout"],
                UsageError.notAChoice(option: "--tone", value: "lout", choices: ["plain", "loud"])
            ),
            (["--days", "0"], .notInRange(option: "--days", value: "0", range: 1...365)),
            (["--days=366"], .notInRange(option: "--days", value: "366", range: 1...365)),
            (
                ["--days", "99999999999999999999"],
                .notInRange(option: "--days", value: "99999999999999999999", range: 1...365)
            ),
            (["--days="], .notInRange(option: "--days", value: "", range: 1...365)),
            (["--letter", "xy"], .notOfKind(name: "--letter", value: "xy", wanted: "a letter")),
            (["-o"], .missingValue(option: "-o", placeholder: "FILE", found: nil)),
            (["-o", "--secret"], .missingValue(option: "-o", placeholder: "FILE", found: "--secret")),
            (["--secret=yes"], .unexpectedValue(option: "--secret")),
            (["--secret", "--secret"], .repeatedOption("--secret")),
            (["-o", "a", "--output", "b"], .repeatedOption("--output")),
            (["a", "b"], .unexpectedOperand("b")),
            (["--secret", "--binary"], .conflictingOptions("--secret", "--binary")),
        ])
    func refusals(arguments: [String], error: UsageError) {
        #expect(throws: error) { try ArgumentParser<SampleCopy>.parse(arguments) }
    }

    @Test("names the operand that is missing")
    func missingOperand() {
        #expect(throws: UsageError.missingOperand("NAME")) { try ArgumentParser<SampleAdd>.parse([]) }
    }
}
