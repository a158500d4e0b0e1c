import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Reports of message commands")
struct MessageReportTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func report(_ arguments: String..., input: [UInt8] = []) throws -> ReportObject {
        let result = lab.run(arguments + ["--report", "report.json"], input: input)
        #expect(result.status == .done, "\(result.words)")
        return try ReportObject(lab.directory.octets(of: "report.json"))
    }

    private func names(_ object: Any?) throws -> Set<String> {
        Set(try #require(object as? [String: Any]).keys)
    }

    /// Every reason code with the status a server answers; nil where only a sender meets it.
    private static let sipStatuses: [(code: String, status: Int?)] = [
        ("not-for-us", 493), ("cannot-decrypt", 493), ("malformed", 400), ("unsupported", 415),
        ("too-large", 413), ("expired", 437), ("not-yet-valid", 437), ("revoked", 437),
        ("revocation-unknown", 437), ("key-usage", 437),
        ("untrusted-signer", 437), ("bad-signature", 403), ("signer-not-sender", 403),
        ("entity-not-sender", 403), ("unsigned", 403), ("weak-algorithm", 403), ("clear-text", 403),
        ("wrong-recipient", 403), ("wrong-target", 403), ("header-tampered", 403), ("unbound", 403),
        ("stale", 403), ("future", 403),
        ("replayed", 403), ("policy", 403),
        ("no-certificate", nil), ("untrusted-recipient", nil), ("no-body", nil),
        ("nothing-to-protect", 403),
    ]

    @Test("each reason code has the SIP status that scripts rely on, and there is no other code")
    func reasonCodes() {
        #expect(ReasonCode.allCases.map(\.rawValue).sorted() == Self.sipStatuses.map(\.code).sorted())
        for (code, status) in Self.sipStatuses {
            #expect(ReasonCode(rawValue: code)?.sipStatus == status, "\(code)")
        }
    }

    @Test("encrypt reports what it did and what the headers showed before and show now")
    func encrypt() throws {
        let report = try report("encrypt", "publish.sip", "-o", "out.sip")
        #expect(
            Set(report.members.keys) == [
                "version", "operation", "verdict", "reason", "message", "layers", "content", "warnings",
                "cipherChoice", "exposure", "exposureBefore", "exposureChange",
            ])
        #expect(report.members["version"] as? Int == 2)
        #expect(report.members["operation"] as? String == "encrypt")
        #expect(report.verdict == "accepted" && report.members["reason"] is NSNull)
        let message = try #require(report.members["message"] as? [String: String])
        #expect(
            message == [
                "method": "PUBLISH", "requestURI": "sip:alice@example.test", "from": "sip:alice@example.test",
                "to": "sip:alice@example.test", "callID": "81818181@192.0.2.1", "cseq": "1 PUBLISH",
            ])
        let content = try #require(report.members["content"] as? [String: Any])
        #expect(content["type"] as? String == "application/pidf+xml")
        let publish = try lab.directory.octets(of: "publish.sip")
        let end = try #require(Data(publish).range(of: Data("\r\n\r\n".utf8))?.upperBound)
        #expect(content["octets"] as? Int == publish.count - end)
        #expect(try names(report.members["exposureChange"]) == ["hidden", "added"])
    }

    @Test("decrypt and verify report the same layers, outermost first, each with its own members")
    func layers() throws {
        for command in ["decrypt", "verify"] {
            let report = try report(command, "protected.sip")
            #expect(report.layers.count == 2)
            let (envelope, signature) = (report.layers[0], report.layers[1])
            #expect(
                Set(envelope.keys) == ["kind", "form", "contentEncryption", "keyManagement", "recipients"])
            #expect(envelope["kind"] as? String == "authEnveloped-data")
            #expect((envelope["recipients"] as? [String])?.count == 1)
            #expect(
                Set(signature.keys) == [
                    "kind", "form", "signer", "signerIdentifier", "digest", "signatureAlgorithm",
                    "signingTime", "signatureCovers",
                ])
            #expect(signature["kind"] as? String == "signed-data")
            #expect(signature["form"] as? String == "opaque")
            #expect(signature["digest"] as? String == "sha-256")
            #expect(signature["signingTime"] as? String == "2026-11-23T12:00:00Z")
            #expect(signature["signatureCovers"] as? String == "content")
            #expect(try names(signature["signer"]) == ["uris", "subject", "fingerprint", "kind"])
        }
    }

    @Test("an exposure has counts and fields with these members, in every report that has one")
    func exposure() throws {
        let json = try ReportObject(lab.run("exposure", "--format", "json", "protected.sip").output)
        #expect(json.members["verdict"] is NSNull && json.members["reason"] is NSNull)
        let reports = [json, try report("encrypt", "publish.sip"), try report("verify", "protected.sip")]
        for report in reports {
            let exposure = try #require(report.members["exposure"] as? [String: Any])
            #expect(try names(exposure["counts"]) == ["critical", "high", "medium", "low", "info"])
            let fields = try #require(exposure["headers"] as? [[String: Any]])
            #expect(!fields.isEmpty)
            for field in fields {
                let promised = [
                    "severity", "name", "value", "reveals", "observers", "hideable", "mitigation", "source",
                ]
                #expect(Set(promised).isSubset(of: field.keys), "\(field)")
            }
            let critical = fields.count { $0["severity"] as? String == "critical" }
            #expect((exposure["counts"] as? [String: Int])?["critical"] == critical)
        }
    }

    @Test("a refused verify writes its report to standard output, with status 1")
    func refusedVerify() throws {
        let result = lab.run("verify", "publish.sip")
        #expect(result.status == .refused)
        let report = try ReportObject(result.output)
        #expect(report.verdict == "refused" && report.reasonCode == "clear-text" && report.sipStatus == 403)
        #expect(try names(report.reason) == ["code", "message", "hint", "sipStatus"])
        #expect(report.members["content"] == nil && report.members["signer"] == nil)
        let toFile = lab.run("verify", "--report", "verdict.json", "publish.sip")
        #expect(toFile.status == .refused && toFile.output.isEmpty)
        #expect(try lab.directory.octets(of: "verdict.json") == result.output)
    }

    @Test("a code that only a sender meets has a null status")
    func nullStatus() throws {
        let result = lab.run("encrypt", "--to", "sip:carol@example.test", "--report", "r.json", "publish.sip")
        #expect(result.status == .refused)
        #expect(try ReportObject(lab.directory.octets(of: "r.json")).reason?["sipStatus"] is NSNull)
    }

    @Test("a changed message is refused, and its report shows the layers that were read")
    func changed() throws {
        for (cipher, code) in [("aes-256-gcm", "cannot-decrypt"), ("aes-256-cbc", "cannot-decrypt")] {
            var message = lab.run("encrypt", "--cipher", cipher, "publish.sip").output
            message[message.count - 40] ^= 1
            let result = lab.run("verify", input: message)
            let report = try ReportObject(result.output)
            #expect(report.reasonCode == code && report.sipStatus == 493)
            #expect(report.layers.count == 1)
            #expect(lab.run("decrypt", input: message).output.isEmpty)
        }
        let signed = lab.run("sign", "publish.sip").output
        let open = try #require(Data(signed).range(of: Data("open".utf8)))
        var forged = signed
        forged[open.lowerBound] = UInt8(ascii: "O")
        let report = try ReportObject(lab.run("verify", input: forged).output)
        #expect(report.reasonCode == "bad-signature" && report.sipStatus == 403)
        #expect(report.layers.count == 1 && report.members["content"] == nil)
        #expect(lab.run("decrypt", input: forged).output.isEmpty)
    }

    @Test("content whose header fields contradict each other is refused by decrypt and verify alike")
    func contradictingFields() throws {
        let entity = "Content-Type: text/plain\r\nContent-Disposition: a\r\nContent-Disposition: b\r\n\r\nhi"
        let signed = lab.run(
            "sign", "--form", "opaque", "--from", "sip:alice@example.test", input: Array(entity.utf8)
        ).output
        let end = try #require(Data(signed).range(of: Data("\r\n\r\n".utf8)))
        let publish = try lab.directory.octets(of: "publish.sip")
        let start = try #require(Data(publish).range(of: Data("Content-Type".utf8))?.lowerBound)
        let length = Array("\r\nContent-Length: \(signed.count - end.upperBound)".utf8)
        let message = publish[..<start] + signed[..<end.lowerBound] + length + signed[end.lowerBound...]
        for command in ["decrypt", "verify"] {
            try lab.expectRefusal(
                .malformed, of: [command], input: Array(message), says: ["has Content-Disposition twice"])
        }
    }

    @Test("octets after the body are left out, and said to be")
    func surplus() throws {
        let message = try lab.directory.octets(of: "protected.sip") + Array("INVITE sip:b SIP/2.0\r\n".utf8)
        let report = try report("decrypt", "-o", "plain.sip", input: message)
        #expect(report.warningCodes == ["surplus-octets"])
        #expect(try lab.directory.octets(of: "plain.sip") == lab.directory.octets(of: "publish.sip"))
    }

    @Test("a report ends with a line end, and keeps control characters escaped")
    func text() throws {
        let hostile = try lab.changed("protected.sip", "From: <", "From: \"\u{1B}[2J\" <")
        let result = lab.run("verify", input: hostile)
        #expect(result.output.last == 0x0A)
        #expect(!result.output.contains(0x1B) && !result.words.contains("\u{1B}"))
    }
}
