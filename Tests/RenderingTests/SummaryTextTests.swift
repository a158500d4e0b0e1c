import Exposure
import Rendering
import SIPMessage
import TestSupport
import Testing

@Suite("The summary of many messages in words")
struct SummaryTextTests {
    @Test("in words it has a line for each message and no control character")
    func words() throws {
        let text = SummaryText(try .example()).full
        #expect(text.hasPrefix("2 messages; still readable: "))
        #expect(text.contains("critical  NOTIFY     a.sip\n"))
        #expect(text.contains("\\u{1B}[2J.sip") && !text.contains("\u{1B}"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test("only the severity has colours, and only if requested")
    func colours() throws {
        #expect(
            SummaryText(try .example(), isColoured: true).full.contains(
                "\u{1B}[1;31mcritical\u{1B}[0m  NOTIFY"))
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let coloured = ExposureText(report, isColoured: true).full
        #expect(coloured.contains("\n\u{1B}[1;31mcritical\u{1B}[0m  From: <sip:bob@example.net>;tag=1\n"))
        var plain = coloured.replacing("\u{1B}[0m", with: "")
        for code in ["1;31", "1;33", "36", "34", "2"] { plain = plain.replacing("\u{1B}[\(code)m", with: "") }
        #expect(plain == ExposureText(report).full)
    }

    @Test("the text has conclusions, and the command that would hide more")
    func text() throws {
        let report = ExposureReport.of(try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH"), layers: [])
        let text = ExposureText(report, before: report, file: "a.sip").full
        #expect(text.contains("info      relation: not readable\n"))
        #expect(
            text.contains(
                "best you could do:\n    smime-presence encrypt a.sip -o protected.sip\n        hides (body)\n"
            ))
        #expect(text.contains("\nbefore:         4 critical"))
        let response = ExposureReport.of(try ExampleMessage.response(200, to: "NOTIFY"), layers: [])
        #expect(ExposureText(response).full.contains("best you could do: nothing more"))
    }
}
