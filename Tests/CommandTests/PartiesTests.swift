import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Who signs, who is meant, and who is trusted")
struct PartiesTests {
    private let lab: CommandLab
    private let twoYearsLater = CommandRun.noon + 2 * 365 * 86_400
    private let yesterday = CommandRun.noon - 86_400

    init() throws { lab = try CommandLab.example() }

    /// A second store for the same domain, with a CA of its own and the first one's server certificate.
    private func otherLab(trusting: Bool) throws -> CommandLab {
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.test")
        _ = other.run("cert", "issue", "sip:alice@example.test")
        let server = lab.run("cert", "export", "sip:example.test").output
        #expect(other.run("cert", "import", "-", input: server).status == .done)
        if trusting {
            #expect(other.run("trust", "add", "-", input: lab.run("ca", "show").output).status == .done)
        }
        try other.directory.write(lab.directory.octets(of: "publish.sip"), to: "publish.sip")
        return other
    }

    @Test("names the recipient without certificate")
    func noRecipient() throws {
        try lab.expectRefusal(
            .noCertificate,
            of: ["encrypt", "-o", "out.sip", "--to", "sip:carol@example.test", "publish.sip"],
            says: ["no certificate of the recipient sip:carol@example.test", "cert import FILE"])
        let message = try lab.changed("publish.sip", "alice@example.test SIP", "alice@example.org SIP")
        try lab.expectRefusal(
            .noCertificate, of: ["encrypt", "-o", "out.sip"], input: message, says: ["sip:example.org"])
    }

    @Test("one recipient without certificate is enough to refuse")
    func oneOfTwoRecipients() throws {
        try lab.expectRefusal(
            .noCertificate,
            of: [
                "encrypt", "--to", "sip:bob@example.test", "--to", "sip:carol@example.test", "publish.sip",
            ], says: ["sip:carol@example.test"])
    }

    @Test("names the sender without key", arguments: ["encrypt", "sign"])
    func noSigner(command: String) throws {
        let says = ["no certificate with private key for sip:carol@example.test", "cert issue sip:carol@"]
        let message = try lab.changed("publish.sip", "From: <sip:alice", "From: <sip:carol")
        try lab.expectRefusal(.noCertificate, of: [command], input: message, says: says)
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.test")
        _ = other.run("cert", "issue", "sip:carol@example.test")
        let certificate = other.run("cert", "export", "sip:carol@example.test").output
        _ = lab.run("cert", "import", "-", input: certificate)
        try lab.expectRefusal(.noCertificate, of: [command], input: message, says: says)
    }

    @Test("does not sign with a certificate that has expired or is not valid yet")
    func signerOutOfTime() throws {
        try lab.expectRefusal(
            .expired, of: ["sign", "-o", "out.sip", "publish.sip"], now: twoYearsLater,
            says: ["sip:alice@example.test expired on 2027-11-23", "cert issue"])
        try lab.expectRefusal(
            .notYetValid, of: ["sign", "-o", "out.sip", "publish.sip"], now: yesterday,
            says: ["sip:alice@example.test is not valid before 2026-11-23", "cert issue"])
    }

    @Test("does not envelope for a certificate that has expired or is not valid yet")
    func recipientOutOfTime() throws {
        try lab.expectRefusal(
            .untrustedRecipient, of: ["encrypt", "-o", "out.sip", "publish.sip"], now: twoYearsLater,
            says: ["recipient sip:example.test cannot be used", "expired on 2027-11-23"])
        try lab.expectRefusal(
            .untrustedRecipient, of: ["encrypt", "-o", "out.sip", "publish.sip"], now: yesterday,
            says: ["recipient sip:example.test cannot be used", "is not valid before 2026-11-23"])
    }

    @Test("does not envelope for a certificate of an unknown CA")
    func untrustedRecipient() throws {
        let other = try otherLab(trusting: false)
        try other.expectRefusal(
            .untrustedRecipient, of: ["encrypt", "-o", "out.sip", "publish.sip"],
            says: ["recipient sip:example.test cannot be used", "trust add"])
    }

    @Test("no command gives a sender a hint at an option of receivers")
    func sendersHints() throws {
        let other = try otherLab(trusting: false)
        let refusals = [
            lab.run("sign", "publish.sip", now: twoYearsLater),
            lab.run("encrypt", "publish.sip", now: yesterday), other.run("encrypt", "publish.sip"),
        ]
        for refusal in refusals {
            #expect(refusal.status == .refused)
            #expect(!refusal.words.contains("--at") && !refusal.words.contains("--allow"))
        }
    }

    @Test(
        "does not open what an expired certificate signed, but as of then", arguments: ["decrypt", "verify"])
    func expiredSender(command: String) throws {
        try lab.expectRefusal(
            .expired, of: [command, "protected.sip"], now: twoYearsLater,
            says: ["sip:alice@example.test expired on", "'--at TIME'"])
        try lab.expectRefusal(
            .notYetValid, of: [command, "protected.sip"], now: yesterday,
            says: ["is not valid before 2026-11-23"])
        let then = ["--at", "2026-11-24T00:00:00Z", "protected.sip"]
        #expect(lab.run([command] + then, now: twoYearsLater).status == .done)
        try lab.expectRefusal(
            .expired, of: [command, "--at", "2028-01-01T00:00:00+01:00", "protected.sip"],
            says: ["expired on"])
    }

    @Test("does not open what an untrusted certificate signed")
    func untrustedSigner() throws {
        let other = try otherLab(trusting: true)
        let message = other.run("encrypt", "publish.sip").output
        try lab.expectRefusal(
            .untrustedSigner, of: ["decrypt", "-o", "out.sip"], input: message,
            says: ["is not trusted", "trust add FILE"])
        _ = lab.run("trust", "add", "-", input: other.run("ca", "show").output)
        #expect(lab.run("decrypt", input: message).status == .done)
    }

    @Test("does not take one user's signature for another's message")
    func wrongSender() throws {
        let from = ["--from", "sip:bob@example.test"]
        let message = lab.run(["encrypt", "--any-entity"] + from + ["publish.sip"]).output
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt", "--any-entity", "-o", "out.sip"], input: message,
            says: ["sip:bob@example.test", "not the sender sip:alice@example.test", "--from URI"])
        try lab.expectRefusal(
            .entityNotSender, of: ["decrypt", "-o", "out.sip"] + from, input: message,
            says: ["about pres:alice@example.test", "--any-entity"])
        #expect(lab.run(["decrypt", "--any-entity"] + from, input: message).status == .done)
        #expect(lab.run("decrypt", "--any-entity", "--any-sender", input: message).status == .done)
    }

    @Test("suggests naming the signer only where that would open the message")
    func changedFrom() throws {
        let changed = try lab.changed("protected.sip", "From: <sip:alice@", "From: <sip:mallory@")
        let refused = lab.run("decrypt", input: changed)
        #expect(refused.status == .refused)
        #expect(refused.words.contains("not the sender sip:mallory@example.test"))
        #expect(
            refused.words.contains("hint: From was changed on the way") && !refused.words.contains("--from"))
        let named = lab.run("decrypt", "--from", "sip:alice@example.test", input: changed)
        #expect(named.status == .refused)
    }

    @Test("takes a domain's signature in a PUBLISH only where that is asked for")
    func domainSigner() throws {
        let message = lab.run("encrypt", "--from", "sip:example.test", "publish.sip").output
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt", "-o", "out.sip"], input: message,
            says: ["a domain's certificate, sip:example.test, signed PUBLISH", "--allow-domain-signer"])
        #expect(lab.run("decrypt", "--allow-domain-signer", input: message).status == .done)
        #expect(lab.run("decrypt", input: lab.run("encrypt", "notify.sip").output).status == .done)
    }

    @Test("names the recipient of a message for another recipient")
    func notForUs() throws {
        let other = try otherLab(trusting: true)
        try other.directory.write(lab.directory.octets(of: "protected.sip"), to: "protected.sip")
        try other.expectRefusal(
            .notForUs, of: ["decrypt", "-o", "out.sip", "protected.sip"],
            says: ["encrypted for other recipients: the certificate of sip:example.test", "--store"])
        _ = other.run("cert", "remove", "sip:example.test")
        try other.expectRefusal(
            .notForUs, of: ["verify", "protected.sip"],
            says: ["encrypted for other recipients: CN=CA of example.test,O=smime-presence test CA, serial "])
    }

    @Test("opens a response by whom To names, and sends it to whom From names")
    func responses() throws {
        let header = """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK1
            From: <sip:bob@example.test>;tag=1
            To: <sip:alice@example.test>;tag=2
            Call-ID: 1@192.0.2.2
            CSeq: 1 SUBSCRIBE
            Content-Type: text/plain
            Content-Length: 5


            """
        let message = Array((header.replacingOccurrences(of: "\n", with: "\r\n") + "hello").utf8)
        let sealed = lab.run("encrypt", input: message)
        #expect(
            sealed.words.contains("signed by sip:alice@example.test, enveloped (aes-256-gcm) for sip:bob@"))
        #expect(lab.run("decrypt", input: sealed.output).output == message)
        #expect(lab.run("decrypt", input: lab.run("sign", input: message).output).output == message)
        let byDomain = lab.run("encrypt", "--from", "sip:example.test", input: message).output
        #expect(lab.run("decrypt", input: byDomain).output == message)
        let byBob = lab.run("encrypt", "--from", "sip:bob@example.test", input: message).output
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt"], input: byBob, says: ["not the sender sip:alice@example.test"])
    }

    @Test("warns in every verdict that leans on the shipped test CA")
    func testCA() throws {
        let lab = try CommandLab()
        try lab.useTestCA(
            "ca.pem", "alice.pem", "alice-TEST-ONLY.key", "presence-server.pem",
            "presence-server-TEST-ONLY.key")
        #expect(lab.run("trust", "add", "ca.pem").words.contains("private key is public"))
        _ = lab.run("cert", "import", "alice.pem", "--key", "alice-TEST-ONLY.key")
        _ = lab.run("cert", "import", "presence-server.pem", "--key", "presence-server-TEST-ONLY.key")
        let publish = try self.lab.directory.octets(of: "publish.sip")
        let sealed = lab.run("encrypt", "--report", "sent.json", input: publish)
        #expect(sealed.words.contains("path leads to a test CA"), "\(sealed.words)")
        #expect(
            try ReportObject(lab.directory.octets(of: "sent.json")).warningCodes
                == ["test-ca", "no-revocation-list"])
        let opened = lab.run("verify", input: sealed.output)
        #expect(opened.words.contains("path leads to a test CA"))
        #expect(try ReportObject(opened.output).warningCodes == ["no-revocation-list", "test-ca"])
        #expect(try ReportObject(opened.output).verdict == "accepted")
    }

    @Test("a stranger's certificate of the test CA is refused where the CA is not trusted")
    func untrustedTestCA() throws {
        let stranger = try CommandLab()
        try stranger.useTestCA("alice.pem", "alice-TEST-ONLY.key")
        _ = stranger.run("cert", "import", "alice.pem", "--key", "alice-TEST-ONLY.key")
        let message = stranger.run("sign", input: try lab.directory.octets(of: "publish.sip")).output
        let strict = try CommandLab()
        _ = strict.run("ca", "init", "--domain", "example.test")
        try strict.expectRefusal(
            .untrustedSigner, of: ["decrypt", "-o", "out.sip"], input: message, says: ["is not trusted"])
    }
}
