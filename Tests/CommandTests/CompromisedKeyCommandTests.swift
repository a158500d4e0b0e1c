import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("A key revoked for keyCompromise")
struct CompromisedKeyCommandTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"
    private static let server = "sip:example.test"
    private static let later = CommandRun.noon + 60

    /// A lab in which a certificate and its renewal have one key, alice's and the presence server's.
    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        for uri in [Self.alice, Self.server] {
            #expect(lab.run("cert", "issue", uri).status == .done)
        }
        try lab.directory.write(ExampleLab.publish, to: "publish.sip")
    }

    private func serial(of uri: String) throws -> String {
        try Certificate(der: lab.run("cert", "export", uri, "--der").output).facts.serialNumber
    }

    /// Renews with the same key, revokes the older certificate, and removes it.
    private func compromise(_ uri: String) throws {
        let old = try serial(of: uri)
        #expect(lab.run(["cert", "renew", uri, "--reuse-key"], now: Self.later).status == .done)
        let run = lab.run(
            ["cert", "revoke", uri, "--serial", old, "--reason", "keyCompromise"], now: Self.later)
        #expect(run.status == .done, "\(run.words)")
        #expect(lab.run("cert", "remove", uri, "--serial", old).status == .done)
    }

    @Test("signs no more and no signature of it counts, under any certificate")
    func signing() throws {
        #expect(lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later).status == .done)
        let message = lab.run(["sign", "publish.sip"], now: Self.later + 1).output
        #expect(lab.run(["verify"], input: message, now: Self.later + 1).status == .done)
        try compromise(Self.alice)
        let refused = lab.run(["sign", "publish.sip"], now: Self.later + 2)
        #expect(refused.status == .refused && refused.words.contains("keyCompromise"), "\(refused.words)")
        let opened = lab.run(["verify"], input: message, now: Self.later + 2)
        #expect(opened.status == .refused && opened.words.contains("keyCompromise"), "\(opened.words)")
    }

    @Test("gets no messages any more")
    func enveloping() throws {
        #expect(lab.run("encrypt", "publish.sip").status == .done)
        try compromise(Self.server)
        let refused = lab.run(["encrypt", "publish.sip"], now: Self.later + 2)
        #expect(refused.status == .refused && refused.words.contains("keyCompromise"), "\(refused.words)")
        #expect(lab.run(["cert", "renew", Self.server], now: Self.later + 3).status == .done)
        #expect(lab.run(["encrypt", "publish.sip"], now: Self.later + 4).status == .done)
    }

    @Test("is not certified again, and cert list and cert show say so")
    func issuing() throws {
        try compromise(Self.alice)
        let refused = lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later + 2)
        #expect(refused.status == .refused && refused.words.contains("revoked"), "\(refused.words)")
        #expect(lab.run("cert", "list", "--state", "revoked").text.contains(Self.alice))
        let shown = lab.run(["cert", "show", Self.alice], now: Self.later + 2).text
        #expect(shown.contains("revoked at 2026-11-23T12:01:00Z (keyCompromise)"), "\(shown)")
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("of another CA is found by its CRL, and its certificate by this CA counts for nothing then")
    func foreign() throws {
        let other = ["--store", "other.db"]
        #expect(lab.run(["ca", "init", "--domain", "example.test"] + other).status == .done)
        try lab.directory.write(lab.run("ca", "show").output, to: "ca.pem")
        try lab.directory.write(lab.run("cert", "export", Self.alice).output, to: "alice.pem")
        for command in [["trust", "add", "ca.pem"], ["cert", "import", "alice.pem"]] {
            #expect(lab.run(command + other).status == .done)
        }
        #expect(lab.run("cert", "revoke", Self.alice, "--reason", "keyCompromise").status == .done)
        try lab.directory.write(lab.run("ca", "crl").output, to: "ca.crl")
        #expect(lab.run(["trust", "crl", "import", "ca.crl"] + other).status == .done)
        #expect(lab.run(["cert", "remove", Self.alice] + other).status == .done)
        let id = String(
            try Certificate.certificates(pem: lab.directory.octets(of: "ca.pem"))[0].fingerprint.prefix(16))
        #expect(lab.run(["trust", "remove", id] + other).status == .done)
        #expect(lab.run(["cert", "import", "alice.pem"] + other).status == .done)
        #expect(lab.run(["cert", "list", "--state", "revoked"] + other).text.contains(Self.alice))
    }
}
