import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Warnings, in words and in the report")
struct WarningTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// The codes of the warnings in a report file, each of which must also stand on standard error.
    private func codes(_ report: String, said words: String) throws -> [String] {
        let report = try ReportObject(lab.directory.octets(of: report))
        let warnings = try #require(report.members["warnings"] as? [[String: Any]])
        let codes = warnings.compactMap { $0["code"] as? String }
        for code in codes { #expect(words.contains("(\(code))"), "\(words)") }
        return codes
    }

    @Test("tell that a domain signed a document about another user than From names")
    func relabelledWithinDomain() throws {
        #expect(lab.run("encrypt", "--no-binding", "notify.sip", "-o", "n.sip").status == .done)
        let honest = lab.run("verify", "n.sip", "--report", "honest.json")
        #expect(honest.status == .done)
        #expect(try codes("honest.json", said: honest.words) == ["unbound", "target-unchecked"])
        let relabelled = try lab.changed("n.sip", "<sip:alice@example.test>", "<sip:mallory@example.test>")
        let result = lab.run("verify", "--report", "report.json", input: relabelled)
        #expect(result.status == .done)
        #expect(
            try codes("report.json", said: result.words) == [
                "entity-not-sender", "unbound", "target-unchecked",
            ])
    }

    @Test("tell that what is protected was protected already, and that protection is left inside")
    func protectedTwice() throws {
        let twice = lab.run("encrypt", "protected.sip", "-o", "twice.sip", "--report", "sent.json")
        #expect(twice.status == .done, "\(twice.words)")
        #expect(try codes("sent.json", said: twice.words) == ["already-protected"])
        let opened = lab.run("decrypt", "twice.sip", "-o", "once.sip", "--report", "opened.json")
        #expect(opened.status == .done, "\(opened.words)")
        #expect(try codes("opened.json", said: opened.words) == ["protected-inside"])
        #expect(try lab.directory.octets(of: "once.sip") == lab.directory.octets(of: "protected.sip"))
    }

    @Test("tell of surplus octets also where the message is refused for what they cut off")
    func surplusOnRefusal() throws {
        let edited = try lab.changed(
            "publish.sip", "<basic>open</basic>", "<basic>closed</basic><!-- lunch -->")
        let result = lab.run("encrypt", "-o", "out.sip", "--report", "report.json", input: edited)
        #expect(result.status == .refused)
        #expect(try codes("report.json", said: result.words) == ["surplus-octets"])
    }

    @Test("are not needed to see that a text file is no SIP message")
    func textFile() throws {
        let result = lab.run("encrypt", "-o", "out.sip", input: Array("root:x:0:0:root:/:/bin/sh\n".utf8))
        #expect(result.status == .refused)
        #expect(result.words.contains("this is not a SIP message"), "\(result.words)")
    }

    @Test("tell of what stands around a signed part and was left out")
    func outsideSignature() throws {
        let signed = lab.run("sign", "publish.sip").output
        let body = try #require(Data(signed).range(of: Data("\r\n\r\n".utf8))).upperBound
        let length = try #require(Data(signed).range(of: Data("Content-Length:".utf8))?.lowerBound)
        let lineEnd = try #require(Data(signed[length...]).range(of: Data("\r\n".utf8))?.upperBound)
        let header = signed[..<length] + signed[(length + lineEnd)..<body]
        let message = header + Array("you are fired\r\n".utf8) + signed[body...]
        let result = lab.run("decrypt", "-o", "out.sip", "--report", "report.json", input: Array(message))
        #expect(result.status == .done, "\(result.words)")
        #expect(try codes("report.json", said: result.words) == ["outside-signature"])
        #expect(try !String(decoding: lab.directory.octets(of: "out.sip"), as: UTF8.self).contains("fired"))
    }

    @Test("are no way to accept what is signed in part only: what is outside is named, and refused")
    func partlyProtected() throws {
        let part =
            "--b\r\nContent-Type: text/plain\r\n\r\nfired\r\n--b\r\nContent-Type: application/pkcs7-mime"
        let body = part + "\r\n\r\n0\r\n--b--\r\n"
        let result = lab.run(
            "decrypt", "--any-sender", "--body", "multipart/mixed;boundary=b", input: Array(body.utf8))
        #expect(result.status == .refused)
        #expect(result.output.isEmpty)
        #expect(result.words.contains("only a part of the body is protected; outside: text/plain"))
    }
}
