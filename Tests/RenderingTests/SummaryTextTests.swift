import Exposure
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

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

    @Test("a response has its status in text, page and report, and its phrase is escaped")
    func responses() throws {
        let reports = try [
            "SIP/2.0 200 OK", "SIP/2.0 403 <b>\u{9B}31m", "SIP/2.0 480 ",
        ].map { line in
            let response = String(
                decoding: try ExampleMessage.response(200, to: "PUBLISH").octets, as: UTF8.self)
            let message = try SIPMessage.parse(
                Array(response.replacing("SIP/2.0 200 Words", with: line).utf8))
            return (file: "c.pcap#1", method: "PUBLISH", report: ExposureReport.of(message, layers: []))
        }
        let summary = ExposureSummary(reports)
        #expect(summary.messages.map(\.title).first == "200 OK to PUBLISH")
        #expect(summary.messages.map(\.title).last == "480 to PUBLISH")
        let text = SummaryText(summary).full
        #expect(text.contains("  200 OK to PUBLISH           c.pcap#1\n"))
        #expect(text.contains("403 <b>\\u{9B}31m to PUBLISH ") && !text.contains("\u{9B}"))
        let page = PageTables.summary(summary).markup
        #expect(page.contains("200 OK to PUBLISH c.pcap#1: "))
        #expect(page.contains("403 &lt;b&gt;\\u{9B}31m to PUBLISH") && !page.contains("<b>3"))
        let members = try reportMembers(of: summary)["messages"] as? [[String: Any]]
        #expect(members?.first?["title"] as? String == "200 OK to PUBLISH")
        #expect(members?.first?["method"] as? String == "PUBLISH")
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
