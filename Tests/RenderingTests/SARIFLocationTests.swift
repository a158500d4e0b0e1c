import Exposure
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

/// OASIS SARIF 2.1.0.
@Suite("SARIF logs: files, lines, rules")
struct SARIFLocationTests {
    private func report(_ fields: [String] = []) throws -> ExposureReport {
        ExposureReport.of(try ExampleMessage.subscribe(others: fields), layers: [])
    }

    private func run(_ reports: [(file: String, number: Int?, report: ExposureReport)]) throws -> SARIFLog.Run
    {
        try #require(SARIFLog(reports, version: "1").runs.first)
    }

    private func lines(_ locations: [SARIFLog.Location]?) -> [Int] {
        locations?.map(\.physicalLocation.region.startLine) ?? []
    }

    @Test("a log without messages has one run without results and without rules (§3.14.23)")
    func empty() throws {
        let run = try run([])
        #expect(run.results.isEmpty && run.tool.driver.rules.isEmpty)
        let text = String(decoding: JSONWriter.compact(SARIFLog([], version: "9.8")), as: UTF8.self)
        // A run without results has an empty array, not an absent one: it has looked.
        #expect(text.contains("\"results\":[]") && text.contains("\"version\":\"9.8\""))
        #expect(text.contains("\"version\":\"2.1.0\""))
    }

    @Test("the line of a result is that of its field in the message, counted from 1 (§3.30.5)")
    func startLines() throws {
        let run = try run([(file: "a.sip", number: nil, report: report(["Subject: s"]))])
        func line(_ name: String) -> Int? {
            run.results.first { $0.partialFingerprints["field/v1"] == name }
                .flatMap { lines($0.locations).first }
        }
        // The start line, Via, From, To, Call-ID, CSeq, Contact, Max-Forwards, Event, Subject.
        #expect(line("(Request-URI)") == 1 && line("Via") == 2 && line("From") == 3 && line("To") == 4)
        #expect(line("Contact") == 7 && line("Subject") == 10)
    }

    @Test("a field on several lines has the first as location and the others as related (§3.27.22)")
    func repeated() throws {
        let via = "Via: SIP/2.0/UDP proxy.example.net;branch=z9hG4bK2"
        let run = try run([(file: "a.sip", number: nil, report: report([via, via]))])
        let result = try #require(run.results.first { $0.ruleId == "Via" })
        #expect(lines(result.locations) == [2] && lines(result.relatedLocations) == [10, 11])
        let from = try #require(run.results.first { $0.ruleId == "From" })
        #expect(from.relatedLocations == nil)
    }

    @Test("a folded field is on the line where it begins, and the next field after its last line")
    func folded() throws {
        let run = try run([
            (file: "a.sip", number: nil, report: report(["Subject: a\r\n b\r\n c", "X-A: 1"]))
        ])
        func line(_ name: String) -> [Int] {
            lines(run.results.first { $0.partialFingerprints["field/v1"] == name }?.locations)
        }
        #expect(line("Subject") == [10] && line("X-A") == [13])
    }

    @Test(
        "a file is a URI reference in which only plain characters are unescaped (RFC 3986 §2.3)",
        arguments: [
            ("a.sip", "a.sip"), ("d/b-c_~1.sip", "d/b-c_~1.sip"), ("/a b", "file:///a%20b"),
            ("100%.sip", "100%25.sip"), ("a#1?b", "a%231%3Fb"), ("é", "%C3%A9"), ("a:b", "a%3Ab"),
            ("x\u{1B}\ny", "x%1B%0Ay"), ("", ""),
        ])
    func uris(file: String, uri: String) {
        #expect(SARIFLog.uri(of: file) == uri)
    }

    @Test("a message of a capture names the file, and its number as logical location (§3.28.4, §3.33)")
    func numbers() throws {
        let one = try report()
        let run = try run([
            (file: "c.pcap", number: 1, report: one), (file: "c.pcap", number: 2, report: one),
        ])
        let uris = run.results.flatMap(\.locations).map(\.physicalLocation.artifactLocation.uri)
        #expect(Set(uris) == ["c.pcap"])
        let names = run.results.flatMap(\.locations).compactMap { $0.logicalLocations?.first }
        #expect(Set(names.map(\.fullyQualifiedName)) == ["c.pcap#1", "c.pcap#2"])
        #expect(names.allSatisfy { $0.kind == "message" } && names.map(\.name) == names.map(\.name).sorted())
        #expect(run.results.count.isMultiple(of: 2) && names.count == run.results.count)
        // The message distinguishes results for one field, and lines are those of the message.
        #expect(Set(run.results.map(\.partialFingerprints)).count == run.results.count)
        let from = try #require(run.results.first { $0.ruleId == "From" }?.locations.first)
        #expect(from.message?.text == "Line 3 of message 1." && from.physicalLocation.region.startLine == 3)
        let hostile = try self.run([(file: "c\u{1B}\u{202E}.pcap", number: 7, report: one)])
        let place = try #require(hostile.results.first?.locations.first)
        #expect(place.logicalLocations?.first?.fullyQualifiedName == "c\\u{1B}\\u{202E}.pcap#7")
        #expect(place.physicalLocation.artifactLocation.uri == "c%1B%E2%80%AE.pcap")
        let alone = try self.run([(file: "a.sip", number: nil, report: one)])
        #expect(alone.results.flatMap(\.locations).allSatisfy { $0.logicalLocations == nil })
        #expect(alone.results.allSatisfy { $0.partialFingerprints["message/v1"] == nil })
    }

    @Test("messages share the rules of their fields, and each result has the index of its rule (§3.27.6)")
    func rules() throws {
        let notify = ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
        let run = try run([
            (file: "a", number: nil, report: try report()), (file: "b", number: nil, report: notify),
        ])
        let rules = run.tool.driver.rules
        #expect(Set(rules.map(\.id)).count == rules.count)
        #expect(Set(run.results.map(\.ruleId)) == Set(rules.map(\.id)))
        for result in run.results { #expect(rules[result.ruleIndex].id == result.ruleId) }
        // Tags are unique (§3.8.2).
        for rule in rules { #expect(Set(rule.properties.tags).count == rule.properties.tags.count) }
    }

    @Test("a relation is a result only if an observer can read it")
    func relation() throws {
        let run = try run([(file: "a", number: nil, report: report())])
        let result = try #require(run.results.last)
        #expect(result.ruleId == "relation" && result.level == .error && lines(result.locations) == [1])
        #expect(result.message.text.contains("It follows from "))
        let publish = ExposureReport.of(try ExampleMessage.publish(), layers: [])
        #expect(
            try !self.run([(file: "a", number: nil, report: publish)]).results.contains {
                $0.ruleId == "relation"
            })
    }

    @Test("the levels are those of §3.27.10, by severity")
    func levels() {
        #expect(
            Severity.allCases.sorted().map { SARIFLog.Level($0) } == [.note, .note, .warning, .error, .error])
        #expect(
            SARIFLog.Level(.critical).rawValue == "error" && SARIFLog.Level(.medium).rawValue == "warning")
    }

    @Test("a message names the severity, the field, its value and its readers, and is printable")
    func text() throws {
        let run = try run([(file: "a", number: nil, report: report(["Subject: a\u{9B}31m"]))])
        let subject = try #require(run.results.first { $0.ruleId == "Subject" })
        #expect(subject.message.text.contains("Subject (a\\u{9B}31m) can be read by access-eavesdropper, "))
        for result in run.results {
            let severity = result.message.text.prefix { $0 != ":" }
            #expect(Severity(rawValue: String(severity)) != nil)
            #expect(result.message.text.hasSuffix("."))
        }
    }
}
