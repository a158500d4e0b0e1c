import Exposure
import Rendering
import SIPMessage
import TestSupport
import Testing

@Suite("Exposure in words")
struct ExposureTextTests {
    @Test("the summary has counts and the most severe names, and says whether a relation is readable")
    func summary() throws {
        let publish = ExposureReport.of(
            try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH"), layers: [])
        let counts = publish.counts
        #expect(
            ExposureText(publish).summary
                == "still readable: 4 critical, 3 high, \(counts.medium) medium, \(counts.low) low, \(counts.info) info "
                + "((Request-URI), From, To, (body), Via, Contact, and 1 more)")
        let subscribe = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let lines = ExposureText(subscribe).summary.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last == "who watches whom can be read on the path")
    }

    @Test("no line is wider than 100 characters, whatever the values; command lines are not broken")
    func width() throws {
        let message = try ExampleMessage.subscribe(
            others: [
                "Subject: \(String(repeating: "x", count: 5000))",
                "X-\(String(repeating: "y", count: 300)): 1",
            ])
        let text = ExposureText(ExposureReport.of(message, layers: [])).full
        let lines = text.split(separator: "\n").filter { !$0.hasPrefix("    smime-presence ") }
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(text.contains("(5000 characters)"))
    }

    @Test("every finding is there with its value and its observers")
    func content() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let text = ExposureText(report).full
        for finding in report.headers { #expect(text.contains(finding.name)) }
        #expect(text.contains("critical  From: <sip:bob@example.net>;tag=1\n"))
        #expect(text.contains("          names     watcher\n"))
        #expect(text.contains("not evaluated: network addresses"))
    }

    @Test("control characters of values cannot reach the terminal")
    func escapes() throws {
        let message = try ExampleMessage.subscribe(
            others: ["Subject: a\u{9B}31m\u{202E}b\u{2028}c", "X-Y: \u{E9}"])
        let layer = VisibleLayer(kind: .envelopedData, recipients: ["\u{1B}]0;title\u{7}\nforged"], octets: 1)
        let text = ExposureText(ExposureReport.of(message, layers: [layer])).full
        let harmful = text.unicodeScalars.filter {
            ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
                || $0.properties.generalCategory == .format
        }
        #expect(harmful.isEmpty)
        #expect(text.contains("a\\u{9B}31m\\u{202E}b\\u{2028}c"))
        #expect(text.contains("\\u{1B}]0;title\\u{7}\\u{A}forged"))
        #expect(text.contains("X-Y: é"))
    }
}
