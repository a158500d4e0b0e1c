import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("--once")
struct OnceTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test("opens a message once, whatever the command, and without it as often as one likes")
    func once() throws {
        #expect(lab.run("verify", "--once", "protected.sip").status == .done)
        for command in ["decrypt", "verify"] {
            try lab.expectRefusal(
                .replayed, of: [command, "--once", "protected.sip"],
                says: ["accepted before", "fresh message"])
        }
        #expect(lab.run("decrypt", "protected.sip").status == .done)
    }

    @Test("implies an age of 300 seconds, and takes another")
    func age() throws {
        try lab.expectRefusal(
            .stale, of: ["decrypt", "--once", "protected.sip"], now: CommandRun.noon + 301,
            says: ["300 s ago"])
        let later = lab.run(
            "decrypt", "--once", "--max-age", "600", "protected.sip", now: CommandRun.noon + 301)
        #expect(later.status == .done)
    }

    @Test("does not go with --at or --allow-unsigned, and needs a bound message")
    func usage() throws {
        for options in [["--at", "2026-11-23T12:00:00Z"], ["--allow-unsigned"]] {
            try lab.expectFailure(
                .usage, of: ["decrypt", "--once", "protected.sip"] + options, says: ["--once", options[0]])
        }
        let unbound = lab.run("encrypt", "--no-binding", "publish.sip")
        try lab.expectRefusal(
            .unbound, of: ["decrypt", "--once"], input: unbound.output, says: ["--allow-unbound"])
        #expect(lab.run("decrypt", "--once", "--allow-unbound", input: unbound.output).status == .done)
        try lab.expectRefusal(
            .replayed, of: ["decrypt", "--once", "--allow-unbound"], input: unbound.output,
            says: ["accepted before"])
    }

    @Test("an older NOTIFY that comes later is stale, and answered with 200")
    func reordered() throws {
        let first = lab.run("encrypt", "notify.sip")
        let text = String(decoding: try lab.directory.octets(of: "notify.sip"), as: UTF8.self)
        let second = lab.run(
            "encrypt", input: Array(text.replacing("CSeq: 2 NOTIFY", with: "CSeq: 3 NOTIFY").utf8))
        #expect(lab.run("decrypt", "--once", input: second.output).status == .done)
        let late = lab.run("decrypt", "--once", "--report", "late.json", input: first.output)
        #expect(late.status == .refused && late.output.isEmpty)
        let report = try ReportObject(lab.directory.octets(of: "late.json"))
        #expect(report.reasonCode == "stale" && report.sipStatus == 200)
        try lab.directory.write(first.output, to: "first.sip")
        let answer = lab.run("answer", "--report", "late.json", "first.sip")
        #expect(answer.text.hasPrefix("SIP/2.0 200 OK\r\n"))
    }
}
