import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("For whom a message is, and what receivers can read, on the command line")
struct MessageTargetCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test(
        "a PUBLISH redirected to bob is refused, though the store has bob's key; --any-target opens it with a warning"
    )
    func redirected() throws {
        for command in [
            ["encrypt"], ["encrypt", "--tunnel"], ["sign"], ["encrypt", "--cipher", "aes-256-cbc"],
        ] {
            #expect(lab.run(command + ["publish.sip", "-o", "sent.sip"]).status == .done)
            let redirected = try lab.changed(
                "sent.sip", "PUBLISH sip:alice@example.test", "PUBLISH sip:bob@example.test")
            try lab.expectRefusal(
                .wrongTarget, of: ["decrypt", "-o", "out.sip"], input: redirected,
                says: [
                    "the Request-URI of the PUBLISH is sip:bob@example.test, but it is about pres:alice@example.test",
                    "'--any-target'",
                ])
            let opened = lab.run("decrypt", "--any-target", "--report", "report.json", input: redirected)
            #expect(opened.status == .done && opened.words.contains("(target-unchecked)"), "\(opened.words)")
            let codes = try ReportObject(lab.directory.octets(of: "report.json")).warningCodes
            #expect(codes.contains("target-unchecked"))
        }
    }

    @Test("the refusal is answered with 403, and says no more")
    func answer() throws {
        let redirected = try lab.changed(
            "protected.sip", "PUBLISH sip:alice@example.test", "PUBLISH sip:bob@example.test")
        try lab.directory.write(redirected, to: "redirected.sip")
        #expect(lab.run("verify", "--report", "refusal.json", "redirected.sip").status == .refused)
        let answer = lab.run("answer", "--report", "refusal.json", "redirected.sip")
        #expect(answer.text.hasPrefix("SIP/2.0 403 Forbidden\r\n"))
    }

    @Test("a request's body does not open under a status line", arguments: ["encrypt", "sign"])
    func statusLine(command: String) throws {
        for (name, line) in [
            ("publish.sip", "PUBLISH sip:alice@example.test SIP/2.0"), ("notify.sip", "NOTIFY "),
        ] {
            #expect(lab.run(command, name, "-o", "sent.sip").status == .done)
            let text = try lab.directory.octets(of: "sent.sip")
            let end = try #require(text.firstIndex(of: 0x0D))
            try #require(text.starts(with: Array(line.utf8)))
            let response = Array("SIP/2.0 200 OK".utf8) + text[end...]
            try lab.expectRefusal(
                .headerTampered, of: ["decrypt", "-o", "out.sip", "--any-sender"], input: response,
                says: ["Status-Code added"])
        }
    }

    @Test("a header that protection would fill beyond what receivers read is refused, with what to leave out")
    func fullHeader() throws {
        for command in [
            ["encrypt"], ["encrypt", "--tunnel"], ["sign", "--tunnel"], ["sign", "--form", "opaque"],
            ["encrypt", "--no-binding"],
        ] {
            let header = (0..<246).map { "X-\($0): 1\r\n" }.joined()
            let full = try lab.changed("publish.sip", "Event: ", header + "Event: ")
            try lab.expectRefusal(
                .tooLarge, of: command + ["-o", "out.sip"], input: full,
                says: ["more than 256 header fields", "leave out header fields"])
        }
    }
}
