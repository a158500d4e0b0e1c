import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Binding on the command line")
struct BindingCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test(
        "a body lifted into another message is refused, and the report names the fields",
        arguments: [
            ("Call-ID: 81818181@192.0.2.1", "Call-ID: 2@192.0.2.1", "Call-ID"),
            ("CSeq: 1 PUBLISH", "CSeq: 2 PUBLISH", "CSeq"), ("Expires: 3600", "Expires: 0", "Expires"),
            ("tag=1234wxyz", "tag=other", "From"),
        ])
    func lifted(old: String, new: String, name: String) throws {
        let lifted = try lab.changed("protected.sip", old, new)
        try lab.expectRefusal(
            .headerTampered, of: ["decrypt"], input: lifted, says: ["\(name) changed", "header was changed"])
        _ = lab.run("verify", "--report", "report.json", input: lifted)
        let headers = try ReportObject(lab.directory.octets(of: "report.json")).members["headers"]
        #expect(headers as? [[String: String]] == [["name": name, "state": "changed"]])
    }

    @Test("an accepted body shows which fields were signed, and that the Date was only signed")
    func headers() throws {
        #expect(lab.run("verify", "protected.sip", "--report", "report.json").status == .done)
        let headers = try ReportObject(lab.directory.octets(of: "report.json")).members["headers"]
        let states = try #require(headers as? [[String: String]])
        #expect(states.map { $0["name"] } == ["From", "To", "Call-ID", "CSeq", "Date", "Event", "Expires"])
        #expect(Set(states.map { $0["state"] }) == ["same", "declared"])
    }

    @Test("what a recipient envelopes again for another is refused")
    func forwarded() throws {
        let toBob = lab.run("encrypt", "--to", "sip:bob@example.test", "publish.sip")
        #expect(toBob.status == .done)
        #expect(lab.run("decrypt", input: toBob.output).status == .done)
        #expect(lab.run("cert", "remove", "sip:bob@example.test").status == .done)
        let signed = lab.run("sign", "--to", "sip:bob@example.test", "publish.sip")
        try lab.expectRefusal(
            .wrongRecipient, of: ["verify"], input: signed.output,
            says: ["signed recipient (sip:bob@example.test)", "may have forwarded"])
    }

    @Test("--no-binding leaves the fields out: accepted with a warning, refused where binding or age counts")
    func unbound() throws {
        for command in [["encrypt"], ["sign"], ["sign", "--form", "opaque"]] {
            let sent = lab.run(command + ["--no-binding", "publish.sip"])
            let opened = lab.run("decrypt", input: sent.output)
            #expect(opened.status == .done && opened.words.contains("(unbound)"), "\(opened.words)")
            for option in [["--require-binding"], ["--max-age", "300"]] {
                try lab.expectRefusal(
                    .unbound, of: ["decrypt"] + option, input: sent.output, says: ["'--allow-unbound'"])
            }
            let allowed = lab.run("decrypt", "--max-age", "300", "--allow-unbound", input: sent.output)
            #expect(allowed.status == .done)
        }
        try lab.expectFailure(
            .usage, of: ["decrypt", "--require-binding", "--allow-unbound", "protected.sip"],
            says: ["--allow-unbound"])
    }

    @Test("--max-age refuses what was signed longer ago, or is yet to come")
    func age() throws {
        let noon = CommandRun.noon
        #expect(lab.run("decrypt", "--max-age", "300", "protected.sip", now: noon + 300).status == .done)
        try lab.expectRefusal(
            .stale, of: ["decrypt", "--max-age", "300", "protected.sip"], now: noon + 301,
            says: ["signed on 2026-11-23T12:00:00Z, more than 300 s ago"])
        let early = lab.run("encrypt", "publish.sip", now: noon + 61)
        try lab.expectRefusal(
            .future, of: ["decrypt", "--max-age", "300"], input: early.output,
            says: ["in the future", "check the clock"])
        #expect(lab.run("decrypt", "protected.sip", now: noon + 3601).status == .done)
        try lab.expectFailure(
            .usage, of: ["decrypt", "--max-age", "3601", "protected.sip"], says: ["3601"])
    }

    @Test("without --max-age five minutes ahead are refused too, unless --allow-future is given")
    func future() throws {
        let noon = CommandRun.noon
        let early = lab.run("encrypt", "publish.sip", now: noon + 301).output
        try lab.expectRefusal(.future, of: ["decrypt"], input: early, says: ["'--allow-future'"])
        let allowed = lab.run("decrypt", "--allow-future", input: early)
        #expect(allowed.status == .done, "\(allowed.words)")
        #expect(lab.run("decrypt", input: early, now: noon + 1).status == .done)
        for option in [["--max-age", "300"], ["--once"]] {
            try lab.expectFailure(
                .usage, of: ["decrypt", "--allow-future"] + option + ["protected.sip"],
                says: ["--allow-future", option[0]])
        }
    }

    @Test("--at checks the age as of then")
    func ageAsOfThen() throws {
        let later = CommandRun.noon + 86_400
        let then = ["--at", "2026-11-23T12:04:00Z", "--max-age", "300", "protected.sip"]
        #expect(lab.run(["verify"] + then, now: later).status == .done)
    }

    @Test("P-Asserted-Identity counts only with --trust-asserted-identity")
    func assertedIdentity() throws {
        let text = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        let asserted = text.replacing(
            "From: <sip:alice@", with: "P-Asserted-Identity: <sip:alice@example.test>\r\nFrom: <sip:x1@")
        let signed = lab.run("sign", "--from", "sip:alice@example.test", input: Array(asserted.utf8))
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt"], input: signed.output, says: ["sip:x1@example.test"])
        #expect(lab.run("decrypt", "--trust-asserted-identity", input: signed.output).status == .done)
        for option in [["--from", "sip:x@example.test"], ["--any-sender"]] {
            try lab.expectFailure(
                .usage, of: ["verify", "--trust-asserted-identity", "protected.sip"] + option,
                says: [option[0]])
        }
    }

    @Test("sign finds recipients as encrypt does, and needs them named where the message does not say")
    func recipients() throws {
        let info = try lab.changed("publish.sip", "PUBLISH sip:alice", "INFO sip:alice")
        let text = String(decoding: info, as: UTF8.self).replacingOccurrences(of: "1 PUBLISH", with: "1 INFO")
        try lab.expectFailure(.usage, of: ["sign"], input: Array(text.utf8), says: ["'--to URI'"])
        let signed = lab.run("sign", "--to", "sip:bob@example.test", input: Array(text.utf8))
        #expect(lab.run("verify", input: signed.output).status == .done)
        #expect(lab.run("sign", "--no-binding", input: Array(text.utf8)).status == .done)
    }
}
