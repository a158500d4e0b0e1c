import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("Exposure in words: lines, colours, command lines")
struct ExposureTextLayoutTests {
    @Test("a long line breaks at a space, and what follows is indented")
    func spaces() {
        let words = Array(repeating: "abcdefghi", count: 30).joined(separator: " ")
        let lines = ExposureText.wrapped(words, indent: 4, first: 0)
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("    a") })
        #expect(lines.map { $0.drop { $0 == " " } }.joined(separator: " ") == words)
    }

    @Test("a word longer than a line is broken without a loss, and a line of 100 characters is not")
    func longWords() {
        let word = String(repeating: "x", count: 450)
        let lines = ExposureText.wrapped("name: " + word, indent: 8, first: 6)
        #expect(lines.allSatisfy { $0.count <= 100 } && lines.count > 4)
        let text = lines.joined().filter { $0 != " " }
        #expect(text == "name:" + word)
        let exact = String(repeating: "y", count: 100)
        #expect(ExposureText.wrapped(exact, indent: 8, first: 0) == [exact])
        #expect(ExposureText.wrapped("", indent: 8, first: 0) == [""])
    }

    @Test("the title of a row stays on the line of its text")
    func titles() throws {
        let message = try ExampleMessage.subscribe(others: [
            "Subject: " + String(repeating: "z", count: 400)
        ])
        let lines = ExposureText(ExposureReport.of(message, layers: [])).full.split(separator: "\n")
        let titles = ["reveals", "why", "readers", "S/MIME", "sender", "remains", "helps", "source"]
        for title in titles {
            let start = String(repeating: " ", count: 10) + title
            let rows = lines.filter { $0.hasPrefix(start + " ") }
            #expect(!rows.isEmpty, "\(title)")
            for row in rows { #expect(row.dropFirst(20).first != " ", "\(row)") }
        }
    }

    @Test("counts are in words, the most severe first, without those of zero")
    func counts() {
        #expect(ExposureText.words(.init([.low, .critical, .low, .info])) == "1 critical, 2 low, 1 info")
        #expect(
            ExposureText.words(.init([.high, .medium])) == "1 high, 1 medium")
        #expect(ExposureText.words(.init([])) == "nothing")
    }

    @Test("a value of 300 characters is shown whole, a longer one with its length")
    func shortened() {
        let whole = String(repeating: "é", count: 300)
        #expect(ExposureText.shortened(whole) == whole)
        #expect(ExposureText.shortened(whole + "é") == whole + "… (301 characters)")
    }

    @Test("each way that S/MIME can hide a field, or cannot, has its own words")
    func hideable() {
        let all: [Hideable] = [.no, .innerAlternative, .omitOuter, .mimeInner, .ignored, .networkAdded]
        let words = all.map(ExposureText.words)
        #expect(Set(words).count == all.count)
        #expect(words.filter { $0.hasPrefix("can hide") }.count == 3)
        #expect(words.filter { $0.hasPrefix("cannot") }.count == 2)
    }

    @Test("no text has colours unless they are requested, and then each severity has one of its own")
    func colours() {
        let plain = TerminalColours(isUsed: false)
        let coloured = TerminalColours(isUsed: true)
        for severity in Severity.allCases {
            #expect(plain.coloured(severity) == severity.rawValue)
            let word = coloured.coloured(severity)
            #expect(word.hasPrefix("\u{1B}[") && word.hasSuffix("m\(severity.rawValue)\u{1B}[0m"))
        }
        #expect(Set(Severity.allCases.map { coloured.coloured($0).prefix(6) }).count == 5)
    }

    @Test("colours are those of severities alone: a value cannot begin one, and each one ends")
    func coloursOfValues() throws {
        let message = try ExampleMessage.subscribe(others: ["Subject: critical \u{9B}31mred", "X-A: high"])
        let report = ExposureReport.of(message, layers: [])
        let text = ExposureText(report, isColoured: true).full
        let begun = text.components(separatedBy: "\u{1B}[").count - 1
        #expect(begun == 2 * (report.headers.count + report.derived.count))
        #expect(text.components(separatedBy: "\u{1B}[0m").count - 1 == begun / 2)
        #expect(!ExposureText(report).full.contains("\u{1B}"))
    }

    @Test("a command line names the file in quotes if a shell could misread it, and is not broken")
    func commandLines() throws {
        let report = ExposureReport.of(try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH"), layers: [])
        func command(_ file: String?) -> Substring? {
            ExposureText(report, file: file).full.split(separator: "\n")
                .first { $0.hasPrefix("    smime-presence ") }
        }
        #expect(command(nil) == "    smime-presence encrypt MESSAGE -o RESULT")
        #expect(command("a b.sip") == "    smime-presence encrypt 'a b.sip' -o protected.sip")
        #expect(command("it's.sip") == "    smime-presence encrypt 'it'\\''s.sip' -o protected.sip")
        #expect(command("-o.sip") == "    smime-presence encrypt ./-o.sip -o protected.sip")
        let long = String(repeating: "d/", count: 100) + "a.sip"
        #expect(command(long) == "    smime-presence encrypt \(long) -o protected.sip")
    }

    @Test("the counts before protection follow those of now, and only if they are known")
    func before() throws {
        let publish = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let before = ExposureReport.of(publish, layers: [])
        let layer = VisibleLayer(kind: .authEnvelopedData, recipients: ["k"], cipher: "c", octets: 9)
        let after = ExposureReport.of(publish, layers: [layer])
        let lines = ExposureText(after, before: before).full.split(separator: "\n")
        #expect(lines[0] == "still readable: \(ExposureText.words(after.counts))")
        #expect(lines[1] == "before:         \(ExposureText.words(before.counts))")
        #expect(!ExposureText(after).full.contains("before:"))
    }

    @Test("the summary names at most six findings, the most severe first, and counts the others")
    func summary() throws {
        let report = ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
        let severe = report.headers.filter { $0.severity >= .high }
        let summary = ExposureText(report).summary
        let names = severe.prefix(6).map(\.name).joined(separator: ", ")
        #expect(severe.count > 6 && summary.contains("(\(names), and \(severe.count - 6) more)"))
        let plain = ExposureReport.of(
            try ExampleMessage.response(
                100, to: "SUBSCRIBE", from: "<sip:anonymous@anonymous.invalid>;tag=1",
                toField: "<sip:anonymous@anonymous.invalid>"), layers: [])
        let few = plain.headers.filter { $0.severity >= .high }
        #expect(few.count < 6 && !ExposureText(plain).summary.contains(" more)"))
    }
}
