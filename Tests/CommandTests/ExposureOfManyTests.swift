import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("exposure of many messages")
struct ExposureOfManyTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func directory() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("many"), withIntermediateDirectories: true)
        try lab.directory.write(lab.directory.octets(of: "notify.sip"), to: "many/b.sip")
        try lab.directory.write(lab.directory.octets(of: "publish.sip"), to: "many/a.sip")
        try lab.directory.write(Array("not a message\n".utf8), to: "many/README")
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("many/deeper"), withIntermediateDirectories: true)
    }

    private func files(_ result: CommandRun) throws -> [String] {
        let messages = try #require(try ReportObject(result.output).members["messages"] as? [[String: Any]])
        return messages.compactMap { $0["file"] as? String }
    }

    @Test("several files have one summary, and the single reports in the JSON")
    func several() throws {
        let text = lab.run("exposure", "publish.sip", "protected.sip")
        #expect(text.status == .done && text.words.isEmpty)
        #expect(text.text.hasPrefix("2 messages; still readable: "))
        #expect(text.text.contains("critical  PUBLISH    protected.sip\n"))
        let json = lab.run("exposure", "--format", "json", "publish.sip", "protected.sip")
        let report = try ReportObject(json.output)
        #expect(report.members["verdict"] is NSNull && report.members["reason"] is NSNull)
        #expect(try files(json) == ["publish.sip", "protected.sip"])
        let messages = try #require(report.members["messages"] as? [[String: Any]])
        var alone = try ReportObject(lab.run("exposure", "--format", "json", "publish.sip").output).members
        alone["file"] = "publish.sip"
        #expect(NSDictionary(dictionary: alone) == NSDictionary(dictionary: messages[0]))
        let summary = try #require(report.members["summary"] as? [String: Any])
        #expect(Set(summary.keys) == ["counts", "relationReadable", "information", "messages"])
        let listed = try #require(summary["messages"] as? [[String: Any]])
        #expect(listed.compactMap { $0["worst"] as? String } == ["critical", "critical"])
    }

    @Test("a directory is read in the order of names; what is not a message or not a file is skipped")
    func ofDirectory() throws {
        try directory()
        let result = lab.run("exposure", "--format", "json", "many")
        #expect(result.status == .done)
        #expect(try files(result) == ["many/a.sip", "many/b.sip"])
        #expect(result.words == "smime-presence: skipped 1 file that is not a SIP message\n")
        #expect(try ReportObject(result.output).members["passedOver"] as? Int == 1)
    }

    @Test("a message that cannot be read is named, the others are reported, and the status is 1")
    func damaged() throws {
        try directory()
        try lab.directory.write(Array("PUBLISH sip:a SIP/2.0\r\nbroken".utf8), to: "many/c.sip")
        let result = lab.run("exposure", "--format", "json", "many")
        #expect(result.status == .refused)
        #expect(try files(result) == ["many/a.sip", "many/b.sip"])
        let unread = try #require(try ReportObject(result.output).members["unread"] as? [[String: String]])
        #expect(unread.map { $0["file"] } == ["many/c.sip"] && unread.first?["code"] == "malformed")
        #expect(result.words.contains("warning: many/c.sip was not read: "))
        #expect(result.words.contains("error: could not read 1 message, first "))
    }

    @Test("a gate counts over all of them")
    func gate() throws {
        let result = lab.run("exposure", "--fail-on", "critical", "publish.sip", "notify.sip")
        #expect(result.status == .refused && result.text.hasPrefix("2 messages"))
        #expect(result.words.contains("in 2 of 2 messages, first in publish.sip: (Request-URI)"))
    }

    @Test("pages and SARIF hold all of them")
    func formats() throws {
        let page = lab.run("exposure", "--format", "html", "publish.sip", "notify.sip").text
        #expect(page.contains("<h2>2 messages</h2>") && page.contains("<h2>notify.sip</h2>"))
        let log = lab.run("exposure", "--format", "sarif", "publish.sip", "notify.sip").text
        #expect(log.contains("\"uri\" : \"publish.sip\"") && log.contains("\"uri\" : \"notify.sip\""))
    }

    @Test("nothing to look at, a file that is missing, and too many are refused")
    func bounds() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("empty"), withIntermediateDirectories: true)
        try lab.expectRefusedWithoutReport(["exposure", "empty"], says: ["no SIP message found"])
        try lab.expectFailure(
            .environment, of: ["exposure", "publish.sip", "absent.sip"], says: ["cannot read 'absent.sip'"])
        let names = Array(repeating: "publish.sip", count: 2001)
        try lab.expectRefusedWithoutReport(["exposure"] + names, says: ["more than 2000 messages"])
        try lab.expectFailure(
            .usage, of: ["exposure", "publish.sip", "notify.sip", "-o", "notify.sip"],
            says: ["are the same file"])
    }
}

extension CommandLab {
    /// Runs a command that must end in status 1 with these words and nothing written.
    func expectRefusedWithoutReport(
        _ arguments: [String], says words: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let result = run(arguments)
        #expect(result.status == .refused && result.output.isEmpty, sourceLocation: sourceLocation)
        for word in words {
            #expect(result.words.contains(word), "\(result.words)", sourceLocation: sourceLocation)
        }
        #expect(result.words.contains("hint: "), sourceLocation: sourceLocation)
    }
}
