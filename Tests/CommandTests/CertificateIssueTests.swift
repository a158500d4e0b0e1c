import CMS
import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert issue")
struct CertificateIssueTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
    }

    private func certificate(_ uri: String) throws -> Certificate {
        try Certificate(der: lab.run("cert", "export", uri, "--der").output)
    }

    @Test("is valid five minutes earlier, for clocks that are behind, but not before its CA")
    func clocksBehind() throws {
        let authority = try #require(try Certificate.certificates(pem: lab.run("ca", "show").output).first)
        #expect(authority.facts.notBefore == CommandRun.noon - 300)
        for (minutes, expected) in [(-2.0, -5.0), (2, -3), (60, 55)] {
            _ = lab.run(["cert", "issue", "sip:alice@example.test"], now: CommandRun.noon + minutes * 60)
            let output = lab.run("cert", "export", "sip:alice@example.test", "--der").output
            let facts = try Certificate(der: output).facts
            #expect(facts.notBefore == CommandRun.noon + expected * 60)
            #expect(facts.notAfter == CommandRun.noon + minutes * 60 + 365 * 86_400 - 1)
        }
        let bulk = ["cert", "issue", "sip:u{1}@example.test", "--count", "1"]
        _ = lab.run(bulk, now: CommandRun.noon + 3600)
        let one = try Certificate(der: lab.run("cert", "export", "sip:u1@example.test", "--der").output)
        #expect(one.facts.notBefore == CommandRun.noon + 3300)
    }

    @Test("issues for a year, and files under the address in one spelling")
    func user() throws {
        let issued = lab.run("cert", "issue", "sip:alice@EXAMPLE.test;transport=tcp")
        #expect(issued.status == .done && issued.output.isEmpty)
        let facts = try certificate("sip:alice@example.test").facts
        #expect(facts.uris == ["sip:alice@example.test", "pres:alice@example.test", "im:alice@example.test"])
        #expect(facts.notAfter == CommandRun.noon + 365 * 86_400 - 1)
    }

    @Test("names the sip: address too for a sips: one, and files under both")
    func secure() throws {
        _ = lab.run("cert", "issue", "sips:alice@example.test")
        let certificate = try certificate("sips:alice@example.test")
        #expect(certificate.facts.uris.prefix(2) == ["sips:alice@example.test", "sip:alice@example.test"])
        #expect(try self.certificate("sip:alice@example.test") == certificate)
    }

    @Test("makes a bare domain a presence server's")
    func domain() throws {
        _ = lab.run("cert", "issue", "sip:example.test", "--key", "rsa2048", "--days", "30")
        let facts = try certificate("sip:example.test").facts
        #expect(facts.uris == ["sip:example.test"])
        #expect(facts.extendedKeyUsage == ["1.3.6.1.5.5.7.3.20"])
        #expect(facts.key == .rsa(bits: 2048))
        #expect(facts.notAfter == CommandRun.noon + 30 * 86_400 - 1)
    }

    @Test("issues for no more than a year, and never beyond the CA's own end")
    func validity() {
        #expect(lab.run("cert", "issue", "sip:alice@example.test", "--days", "366").status == .usage)
        let long = lab.run("cert", "issue", "sip:alice@example.test", "--allow-long-validity")
        #expect(long.status == .refused && long.words.contains("would outlive its CA"))
        #expect(lab.run("cert", "list").output.isEmpty)
    }

    @Test("issues to the end of 2049, and no longer, under a CA made for that")
    func longValidity() throws {
        let lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test", "--allow-long-validity")
        _ = lab.run("cert", "issue", "sip:alice@example.test", "--allow-long-validity")
        let certificate = try Certificate(
            der: lab.run("cert", "export", "sip:alice@example.test", "--der").output)
        #expect(certificate.facts.notAfter == Date(internetTime: "2049-12-31T23:59:59Z"))
        let beyond = lab.run(
            "cert", "issue", "sip:bob@example.test", "--allow-long-validity", "--days", "9000")
        #expect(beyond.status == .usage)
    }

    @Test(
        "refuses an address made from an IMSI, however it is written",
        arguments: [
            "sip:234150999999999@example.test", "sip:23415099999999@ims.mnc015.mcc234.3gppnetwork.org",
            "sip:%32%334150999999999@example.test", "sip:234-150-999999999@example.test",
            "sips:0234150999999999@ims.mnc015.mcc234.3gppnetwork.org",
        ])
    func subscriberIdentity(uri: String) {
        let result = lab.run("cert", "issue", uri)
        #expect(result.status == .refused)
        #expect(result.words.contains("is made from an IMSI"))
        #expect(lab.run("cert", "list").output.isEmpty)
    }

    @Test(
        "issues for telephone numbers",
        arguments: ["sip:+442079460123@example.test", "sip:4711@example.test"])
    func telephone(uri: String) {
        #expect(lab.run("cert", "issue", uri).status == .done)
    }

    @Test(
        "wants a SIP URI",
        arguments: ["alice", "alice@example.test", "tel:+1", "pres:alice@example.test", ""])
    func notSIP(uri: String) {
        let result = lab.run("cert", "issue", uri)
        #expect(result.status == .usage && result.words.contains("'\(uri)' is not a SIP URI"))
    }

    @Test("says that a CA is missing")
    func noAuthority() throws {
        let lab = try CommandLab()
        try lab.useTestCA("ca.pem")
        _ = lab.run("trust", "add", "ca.pem")
        let result = lab.run("cert", "issue", "sip:alice@example.test")
        #expect(result.status == .environment && result.words.contains("the store has no CA"))
    }

    @Test("opens the encrypted keys of a store with its passphrase, and with no other")
    func passphrase() throws {
        let lab = try CommandLab()
        try lab.directory.write(Array("correct horse\nsecond line".utf8), to: "right")
        try lab.directory.write(Array("battery\r\n".utf8), to: "wrong")
        try lab.directory.write(Array("\n".utf8), to: "empty")
        _ = lab.run("ca", "init", "--domain", "example.test", "--passphrase-file", "right")
        func issue(_ arguments: String...) -> CommandRun {
            CommandRun.of(
                ["cert", "issue", "sip:alice@example.test", "--store", "store.db"] + arguments,
                in: lab.directory.path)
        }
        #expect(issue().words.contains("give '--passphrase-file FILE'"))
        #expect(issue("--passphrase-file", "wrong").words.contains("the passphrase does not open"))
        #expect(issue("--passphrase-file", "wrong").status == .environment)
        #expect(issue("--passphrase-file", "empty").words.contains("'empty' holds no passphrase"))
        #expect(issue("--passphrase-file", "absent").words.contains("cannot read 'absent'"))
        #expect(issue("--passphrase-file", "right").status == .done)
    }
}
