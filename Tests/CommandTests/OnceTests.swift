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

    @Test("(f) an older NOTIFY that comes later is stale, and answered with 200")
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

    @Test("(f) of two documents of one instant the second is a replay, if it says anything else")
    func oneInstant() throws {
        let timestamp = "<timestamp>2026-11-23T11:59:59Z</timestamp></tuple>"
        func sealed(_ basic: String, _ number: Int) throws -> [UInt8] {
            let text = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
                .replacing("CSeq: 1 PUBLISH", with: "CSeq: \(number) PUBLISH")
                .replacing("<basic>open</basic>", with: "<basic>\(basic)</basic>")
                .replacing("</tuple>", with: timestamp)
                .replacing(/Content-Length: [0-9]+\r\n/, with: "")
            let result = lab.run("encrypt", input: Array(text.utf8))
            #expect(result.status == .done, "\(result.words)")
            return result.output
        }
        #expect(try lab.run("decrypt", "--once", input: sealed("open", 2)).status == .done)
        try lab.expectRefusal(
            .replayed, of: ["decrypt", "--once"], input: sealed("closed", 3), says: ["fresh message"])
        #expect(try lab.run("decrypt", "--once", input: sealed("open", 4)).status == .done)
    }

    @Test("(g) a replay is refused by every later process, and by a store that has forgotten")
    func restarted() throws {
        #expect(lab.run("store", "backup", "before.db").status == .done)
        #expect(lab.run("verify", "--once", "protected.sip").status == .done)
        #expect(lab.run("store", "backup", "after.db").status == .done)
        try lab.expectRefusal(.replayed, of: ["verify", "--once", "protected.sip"], says: ["before"])
        // A copy may have missed messages: it refuses everything signed before it was made.
        for store in ["before.db", "after.db"] {
            try lab.expectRefusal(
                .stale, of: ["verify", "--once", "protected.sip", "--store", store],
                now: CommandRun.noon + 5, says: ["hint"])
        }
    }
}
