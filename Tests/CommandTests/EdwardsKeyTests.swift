import CMS
import Foundation
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

/// A store whose certificates are all of Ed25519 and X25519, or of P-521.
@Suite("Keys of Ed25519, X25519 and P-521")
struct EdwardsKeyTests {
    private let lab: CommandLab
    private static let people = ["sip:alice@example.test", "sip:example.test"]

    init() throws { lab = try CommandLab() }

    private func prepare(_ kind: String, usage: String = "both") throws {
        #expect(lab.run("ca", "init", "--domain", "example.test", "--key", kind).status == .done)
        for uri in Self.people {
            let run = lab.run("cert", "issue", uri, "--key", kind, "--usage", usage)
            #expect(run.status == .done, "\(run.words)")
        }
    }

    private func certificates(_ uri: String) throws -> [[String: Any]] {
        let report = try ReportObject(lab.run("cert", "list", "--uri", uri, "--format", "json").output)
        return try #require(report.members["certificates"] as? [[String: Any]])
    }

    private func kinds(_ uri: String) throws -> [String] {
        try certificates(uri).compactMap { $0["key"] as? String }.sorted()
    }

    @Test("protect, open and verify a PUBLISH and a NOTIFY", arguments: ["ed25519", "p521"])
    func exchange(kind: String) throws {
        try prepare(kind)
        let message = ExampleLab.publish
        for options in [[], ["--cipher", "aes-128-gcm"], ["--cipher", "chacha20-poly1305"], ["--tunnel"]] {
            let protected = lab.run(["encrypt"] + options, input: message)
            #expect(protected.status == .done, "\(protected.words)")
            let opened = lab.run("decrypt", input: protected.output)
            #expect(opened.status == .done, "\(opened.words)")
            if options != ["--tunnel"] { #expect(opened.output == message) }
            #expect(lab.run("verify", input: protected.output).status == .done)
        }
        let signed = lab.run("sign", input: message)
        #expect(signed.status == .done && lab.run("verify", input: signed.output).status == .done)
        let report = lab.run("verify", input: lab.run("encrypt", input: message).output).output
        let words = String(decoding: report, as: UTF8.self)
        #expect(words.contains(kind == "p521" ? "ecdh-sha256kdf" : "x25519-hkdf-sha256"))
        #expect(words.contains(kind == "p521" ? "ECDSA" : "Ed25519") && words.contains("sha-512"))
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("one command makes both certificates of Ed25519, and one of them with --usage")
    func pair() throws {
        try prepare("ed25519")
        let issued = lab.run("cert", "issue", "sip:bob@example.test", "--key", "ed25519")
        #expect(issued.words.contains("issued two certificates: Ed25519 to sign with, X25519 to encrypt for"))
        #expect(try kinds("sip:bob@example.test") == ["Ed25519", "X25519"])
        for (usage, kind) in [("sign", "Ed25519"), ("encrypt", "X25519")] {
            let uri = "sip:\(usage)@example.test"
            #expect(lab.run("cert", "issue", uri, "--key", "ed25519", "--usage", usage).status == .done)
            #expect(try kinds(uri) == [kind])
        }
        let renewed = lab.run("cert", "renew", "sip:bob@example.test")
        #expect(renewed.words.contains("renewed both"), "\(renewed.words)")
        #expect(try certificates("sip:bob@example.test").count == 4)
    }

    @Test("a bulk issue makes both for each address, and skips those that have both")
    func bulk() throws {
        try prepare("ed25519")
        let arguments = ["cert", "issue", "sip:u{1}@example.test", "--count", "3", "--key", "ed25519"]
        #expect(lab.run(arguments).words.contains("issued 6 certificates"))
        #expect(lab.run(arguments).words.contains("issued 0 certificates, skipped 3 that have one"))
        #expect(
            lab.run("cert", "issue", "sip:v1@example.test", "--key", "ed25519", "--usage", "sign").status
                == .done)
        let half = lab.run("cert", "issue", "sip:v{1}@example.test", "--count", "1", "--key", "ed25519")
        #expect(half.words.contains("issued 1 certificate"))
        #expect(try certificates("sip:v1@example.test").count == 2)
    }

    @Test("a revoked certificate is refused, by a CRL that Ed25519 signs")
    func revocation() throws {
        try prepare("ed25519")
        let message = lab.run("encrypt", input: ExampleLab.publish).output
        let signing = try certificates("sip:alice@example.test").first { $0["key"] as? String == "Ed25519" }
        let serial = try #require(signing?["serialNumber"] as? String)
        #expect(lab.run("cert", "revoke", "sip:alice@example.test", "--serial", serial).status == .done)
        let refused = lab.run("verify", input: message)
        #expect(refused.status == .refused && refused.words.contains("revoked"))
    }

    @Test("travel in PKCS#12 and as PEM into another store", arguments: ["ed25519", "p521"])
    func containers(kind: String) throws {
        try prepare(kind)
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        let exported = lab.run(
            "cert", "export", "sip:alice@example.test", "--pkcs12", "--password-file", "password", "-o",
            "alice.p12")
        #expect(exported.status == .done, "\(exported.words)")
        let other = try CommandLab()
        let octets = try lab.directory.octets(of: "alice.p12")
        try other.directory.write(octets, to: "alice.p12")
        try other.directory.write(Array("secret\n".utf8), to: "password")
        let imported = other.run("cert", "import", "alice.p12", "--password-file", "password")
        #expect(imported.status == .done, "\(imported.words)")
        #expect(other.run("store", "check").status == .done)
    }

    @Test("of a signer with two certificates are learned together, and neither is replaced unasked")
    func learned() throws {
        try prepare("ed25519")
        _ = lab.run("trust", "add", "-", "--store", "watcher.db", input: lab.run("ca", "show").output)
        func learn(_ options: String...) -> CommandRun {
            let message = lab.run("sign", "--no-binding", input: ExampleLab.publish).output
            return lab.run(["cert", "learn", "--store", "watcher.db"] + options, input: message)
        }
        func known() throws -> [String] {
            let list = lab.run("cert", "list", "--store", "watcher.db", "--format", "json").output
            let rows = try #require(ReportObject(list).members["certificates"] as? [[String: Any]])
            return rows.compactMap { $0["key"] as? String }.sorted()
        }
        let first = learn()
        #expect(first.status == .done && first.words.contains(", to encrypt for"), "\(first.words)")
        #expect(try known() == ["Ed25519", "X25519"])
        #expect(learn().status == .done)
        #expect(try known().count == 2)
        let other = ["cert", "issue", Self.people[0], "--key", "ed25519", "--usage", "encrypt"]
        #expect(lab.run(other, now: CommandRun.noon + 60).status == .done)
        let refused = learn()
        #expect(refused.status == .refused && refused.words.contains("another certificate is filed"))
        #expect(try known().count == 2)
        #expect(learn("--replace").status == .done)
        #expect(try known() == ["Ed25519", "X25519"])
    }
}
