import CommandOptions
import Testing

@testable import smime_presence

@Suite("Option.time")
struct TimeOptionTests {
    @Test("reads a time as RFC 3339 writes it, and refuses others")
    func time() throws {
        let command = try ArgumentParser<SampleCopy>.parse(["--at", "2026-11-23T13:00:00+01:00"])
        #expect(command.time == CommandRun.noon)
        #expect(throws: UsageError.notATime(option: "--at", value: "noon")) {
            try ArgumentParser<SampleCopy>.parse(["--at", "noon"])
        }
    }
}
