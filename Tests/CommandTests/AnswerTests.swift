import CMS
import Foundation
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("answer")
struct AnswerTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// The response to a message that is refused.
    private func answer(_ message: String, refusing options: [String] = []) throws -> SIPMessage {
        let refused = lab.run(["verify", "--report", "r.json"] + options + [message])
        #expect(refused.status == .refused, "\(refused.words)")
        let result = lab.run("answer", "--report", "r.json", message)
        #expect(result.status == .done && result.words.isEmpty, "\(result.words)")
        return try SIPMessage.parse(result.output)
    }

    private func status(_ message: SIPMessage) -> String {
        guard case .response(let code, let phrase) = message.startLine else { return "" }
        return "\(code) \(phrase)"
    }

    @Test("answers a message in clear text with 403, and says no more")
    func clearText() throws {
        let answer = try answer("publish.sip")
        #expect(status(answer) == "403 Forbidden" && answer.body.isEmpty)
        let names = ["Via", "From", "To", "Call-ID", "CSeq", "Content-Length"]
        #expect(answer.headerFields.map(\.headerName.longForm) == names)
        let request = try SIPMessage.parse(lab.directory.octets(of: "publish.sip"))
        #expect(answer.callID == request.callID && answer.cSeq == request.cSeq)
        #expect(answer.from == request.from && answer.to.tag != nil)
        #expect(answer.values(of: "Via") == request.values(of: "Via"))
    }

    @Test("answers a message for another recipient with 493 and the certificate to encrypt with")
    func undecipherable() throws {
        let sealed = lab.run("encrypt", "--to", "sip:bob@example.test", "publish.sip")
        try lab.directory.write(sealed.output, to: "wrong.sip")
        #expect(lab.run("cert", "remove", "sip:bob@example.test").status == .done)
        let answer = try answer("wrong.sip")
        #expect(status(answer) == "493 Undecipherable")
        let body = try #require(answer.bodyEntity())
        let certificates = try #require(try CertificatesOnly.certificates(in: body))
        #expect(certificates.map(\.facts.uris) == [["sip:example.test"]])
    }

    @Test("says that a 493 brings no certificate where the store has none to encrypt for")
    func saysNoCertificate() throws {
        let sealed = lab.run("encrypt", "--to", "sip:bob@example.test", "publish.sip")
        try lab.directory.write(sealed.output, to: "wrong.sip")
        for uri in ["sip:bob@example.test", "sip:example.test"] { _ = lab.run("cert", "remove", uri) }
        #expect(lab.run("verify", "--report", "r.json", "wrong.sip").status == .refused)
        let answer = lab.run("answer", "--report", "r.json", "wrong.sip")
        #expect(answer.status == .done && answer.text.hasPrefix("SIP/2.0 493 "))
        #expect(answer.words.contains("warning: the answer has no certificate"), "\(answer.words)")
        #expect(answer.words.contains("sip:example.test"))
        #expect(try SIPMessage.parse(answer.output).body.isEmpty)
    }

    @Test("answers a message that was cut inside its body with 400, and no report about another with it")
    func cutMessage() throws {
        let octets = try lab.directory.octets(of: "publish.sip")
        try lab.directory.write(Array(octets.dropLast(100)), to: "cut.sip")
        #expect(try status(answer("cut.sip")) == "400 Bad Request")
        try lab.directory.write(Array(octets.prefix(60)), to: "cut.sip")
        #expect(lab.run("verify", "--report", "r.json", "publish.sip").status == .refused)
        let result = lab.run("answer", "--report", "r.json", "cut.sip")
        #expect(result.status == .refused && result.output.isEmpty)
    }

    @Test("answers a message that is too large with 413", arguments: [1_100_000, 3_000_000])
    func largeMessage(count: Int) throws {
        let octets = try lab.directory.octets(of: "publish.sip")
        let end = try #require(octets.firstRange(of: Array("\r\n\r\n".utf8)))
        let body = [UInt8](repeating: 0x20, count: count)
        let header = String(decoding: octets[..<end.upperBound], as: UTF8.self)
            .replacing(/Content-Length: \d+/, with: "Content-Length: \(count)")
        try lab.directory.write(Array(header.utf8) + body, to: "large.sip")
        #expect(try status(answer("large.sip")) == "413 Request Entity Too Large")
    }

    @Test("offers no certificate whose key it does not have, or that no sender would take")
    func noCertificate() throws {
        let sealed = lab.run("encrypt", "--to", "sip:bob@example.test", "publish.sip")
        try lab.directory.write(sealed.output, to: "wrong.sip")
        #expect(lab.run("cert", "remove", "sip:bob@example.test").status == .done)
        #expect(lab.run("verify", "--report", "r.json", "wrong.sip").status == .refused)
        let answer = { () throws -> SIPMessage in
            try SIPMessage.parse(lab.run("answer", "--report", "r.json", "wrong.sip").output)
        }
        #expect(try !answer().body.isEmpty)
        #expect(lab.run("cert", "revoke", "sip:example.test").status == .done)
        #expect(try answer().body.isEmpty && status(answer()) == "493 Undecipherable")
        #expect(lab.run("cert", "remove", "sip:example.test").status == .done)
        #expect(lab.run("cert", "issue", "sip:example.test").status == .done)
        #expect(try !answer().body.isEmpty)
        #expect(lab.run("cert", "export", "sip:example.test", "-o", "server.pem").status == .done)
        #expect(lab.run("cert", "remove", "sip:example.test").status == .done)
        #expect(lab.run("cert", "import", "server.pem").status == .done)
        #expect(try answer().body.isEmpty)
    }

    @Test("takes no status from a report that refusals do not have")
    func strangeStatus() throws {
        let report = String(decoding: try lab.directory.octets(of: "refusal.json"), as: UTF8.self)
        for status in ["302", "99", "-1", "999999999999"] {
            let changed = report.replacing("\"sipStatus\" : 403", with: "\"sipStatus\" : \(status)")
            #expect(changed != report)
            try lab.directory.write(Array(changed.utf8), to: "strange.json")
            try lab.expectFailure(
                .refused, of: ["answer", "--report", "strange.json", "publish.sip"], says: ["does not say"])
        }
    }

    @Test("answers what is not supported with 415 and what is understood")
    func unsupported() throws {
        let openPGP = "multipart/signed; protocol=\"application/pgp-signature\"; boundary=b"
        let message = try lab.changed("publish.sip", "application/pidf+xml", openPGP)
        try lab.directory.write(message, to: "pgp.sip")
        let answer = try answer("pgp.sip")
        #expect(status(answer) == "415 Unsupported Media Type")
        #expect(answer.values(of: "Accept").contains("application/pkcs7-mime"))
    }

    @Test("keeps the tag of a dialog, and answers an expired certificate with 437")
    func inDialog() throws {
        let sealed = lab.run("encrypt", "notify.sip")
        try lab.directory.write(sealed.output, to: "n.sip")
        let answer = try answer("n.sip", refusing: ["--at", "2036-11-23T12:00:00Z"])
        #expect(status(answer) == "437 Unsupported Certificate")
        #expect(answer.to.tag == "123aa9")
    }

    @Test("takes the report of an earlier version, and none of a later one")
    func versions() throws {
        #expect(lab.run("verify", "--report", "r.json", "publish.sip").status == .refused)
        let report = String(decoding: try lab.directory.octets(of: "r.json"), as: UTF8.self)
        for (version, status) in [(0, ExitStatus.refused), (1, .done), (2, .done), (3, .refused)] {
            let other = report.replacing("\"version\" : 2", with: "\"version\" : \(version)")
            #expect((other == report) == (version == 2))
            try lab.directory.write(Array(other.utf8), to: "other.json")
            let answer = lab.run("answer", "--report", "other.json", "publish.sip")
            #expect(answer.status == status, "\(version): \(answer.words)")
        }
    }

    @Test("needs the report of this very message, refused")
    func reports() throws {
        try lab.expectFailure(.usage, of: ["answer", "publish.sip"], says: ["--report"])
        try lab.directory.write(Array("{}".utf8), to: "none.json")
        try lab.expectFailure(
            .refused, of: ["answer", "--report", "none.json", "publish.sip"],
            says: ["'none.json' is not a report"])
        try lab.expectFailure(
            .refused, of: ["answer", "--report", "refusal.json", "notify.sip"], says: ["another message"])
        #expect(lab.run("verify", "--report", "good.json", "protected.sip").status == .done)
        try lab.expectFailure(
            .refused, of: ["answer", "--report", "good.json", "protected.sip"],
            says: ["does not say", "refused"])
        try lab.expectFailure(
            .environment, of: ["answer", "--report", "missing.json", "publish.sip"], says: ["missing.json"])
    }

    @Test("does not answer a response or an ACK")
    func noRequest() throws {
        for (startLine, method) in [
            ("SIP/2.0 200 OK", "PUBLISH"), ("ACK sip:alice@example.test SIP/2.0", "ACK"),
        ] {
            let publish = try lab.changed("publish.sip", "PUBLISH sip:alice@example.test SIP/2.0", startLine)
            let text = String(decoding: publish, as: UTF8.self).replacing(
                "CSeq: 1 PUBLISH", with: "CSeq: 1 \(method)")
            try lab.directory.write(Array(text.utf8), to: "odd.sip")
            _ = lab.run("verify", "--report", "odd.json", "--any-sender", "odd.sip")
            try lab.expectFailure(
                .refused, of: ["answer", "--report", "odd.json", "odd.sip"],
                says: ["other than ACK"])
        }
    }
}
