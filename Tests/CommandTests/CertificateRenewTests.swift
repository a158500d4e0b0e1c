import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert renew")
struct CertificateRenewTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"
    private static let later = CommandRun.noon + 300 * 86_400

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        _ = lab.run("cert", "issue", Self.alice)
    }

    private func newest(_ uri: String = alice) throws -> Certificate {
        try Certificate(der: lab.run("cert", "export", uri, "--der").output)
    }

    @Test("makes a new key for the same names and the same use, and keeps the old one")
    func newKey() throws {
        _ = lab.run("cert", "issue", "sips:bob@example.test", "--usage", "sign", "--key", "p384")
        let old = try newest("sip:bob@example.test")
        let run = lab.run(["cert", "renew", "sip:bob@example.test", "--days", "90"], now: Self.later)
        #expect(run.status == .done, "\(run.words)")
        let new = try newest("sip:bob@example.test")
        #expect(new != old && new.facts.uris == old.facts.uris && new.facts.subject == old.facts.subject)
        #expect(new.facts.keyUsage == old.facts.keyUsage && new.facts.key == .p384)
        #expect(new.facts.subjectKeyIdentifier != old.facts.subjectKeyIdentifier)
        #expect(new.facts.notAfter == Self.later + 90 * 86_400 - 1)
        #expect(try newest("sips:bob@example.test") == new)
        let listed = lab.run("cert", "list", "--uri", "sip:bob@*").text
        #expect(listed.split(separator: "\n").count == 2 && !listed.contains("certificate only"))
    }

    @Test("opens old messages with the old key and new ones with the new, after a renewal")
    func oldMessages() throws {
        let lab = try CommandLab.example()
        #expect(lab.run(["cert", "renew", "sip:example.test"], now: CommandRun.noon + 5).status == .done)
        #expect(lab.run(["decrypt", "protected.sip"], now: CommandRun.noon + 6).status == .done)
        #expect(
            lab.run(["encrypt", "publish.sip", "-o", "new.sip"], now: CommandRun.noon + 6).status == .done)
        let used = lab.run(["inspect", "new.sip"], now: CommandRun.noon + 6).text
        let serial = try Certificate(der: lab.run("cert", "export", "sip:example.test", "--der").output)
            .facts.serialNumber
        #expect(used.contains(serial))
        #expect(lab.run(["decrypt", "new.sip"], now: CommandRun.noon + 6).status == .done)
    }

    @Test("keeps the key where it is told to")
    func sameKey() throws {
        let old = try newest()
        let key = lab.run("cert", "export", Self.alice, "--key").output
        #expect(lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later).status == .done)
        let new = try newest()
        #expect(new != old && new.facts.subjectKeyIdentifier == old.facts.subjectKeyIdentifier)
        #expect(lab.run("cert", "export", Self.alice, "--key").output == key)
    }

    @Test("does not keep a key that others have, whichever of its certificates was revoked for that")
    func compromisedKey() throws {
        let old = try newest()
        #expect(lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later).status == .done)
        let revoking = ["cert", "revoke", Self.alice, "--serial", old.facts.serialNumber, "--reason"]
        let revoked = lab.run(revoking + ["keyCompromise"], now: Self.later)
        #expect(revoked.status == .done)
        let other = try newest().facts.serialNumber
        #expect(
            revoked.words.contains("warning: serial \(other) has the same key and is not revoked"),
            "\(revoked.words)")
        let refused = lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later + 5)
        #expect(
            refused.status == .refused && refused.words.contains(old.facts.serialNumber), "\(refused.words)")
        #expect(lab.run(["cert", "renew", Self.alice], now: Self.later + 5).status == .done)
    }

    @Test("renews the newest of several, or the one that is named")
    func several() throws {
        _ = lab.run(["cert", "issue", Self.alice, "--key", "rsa2048"], now: CommandRun.noon + 86_400)
        let newest = try newest()
        #expect(newest.facts.key == .rsa(bits: 2048))
        let first = try #require(
            lab.run("cert", "show", Self.alice).text.split(separator: "\n").last { $0.hasPrefix("serial") })
        let serial = String(first.split(separator: " ").last ?? "")
        _ = lab.run(["cert", "renew", Self.alice, "--serial", serial.lowercased()], now: Self.later)
        #expect(try self.newest().facts.key == .p256)
        _ = lab.run(
            ["cert", "renew", Self.alice, "--serial", newest.facts.serialNumber], now: Self.later + 5)
        #expect(try self.newest().facts.key == .rsa(bits: 2048))
        let none = lab.run("cert", "renew", Self.alice, "--serial", "00")
        #expect(none.status == .refused && none.words.contains("has serial number 00"))
    }

    @Test(
        "renews both of a pair of one to sign with and one to encrypt for, or none",
        arguments: [[], ["--reuse-key"]])
    func pair(options: [String]) throws {
        let bob = "sip:bob@example.test"
        _ = lab.run("cert", "issue", bob, "--usage", "sign")
        _ = lab.run("cert", "issue", bob, "--usage", "encrypt", "--key", "rsa2048")
        let run = lab.run(["cert", "renew", bob] + options, now: Self.later)
        #expect(run.status == .done && run.words.contains("renewed both"), "\(run.words)")
        let lines = lab.run(["cert", "list", "--uri", bob], now: Self.later).text.split(separator: "\n")
        #expect(lines.count == 4 && lines.filter { $0.contains("superseded") }.count == 2)
        let valid = lines.filter { $0.contains("  valid  ") }
        #expect(valid.contains { $0.contains("  sign  ") && $0.contains("P-256") })
        #expect(valid.contains { $0.contains("  encrypt  ") && $0.contains("RSA-2048") })
        let one = lab.run("cert", "export", bob, "--der").output
        let serial = try Certificate(der: one).facts.serialNumber
        let named = lab.run(["cert", "renew", bob, "--serial", serial], now: Self.later + 60)
        #expect(named.status == .done && !named.words.contains("both"))
        // One that cannot be renewed keeps the other from being.
        _ = lab.run("cert", "remove", bob, "--all")
        _ = lab.run("cert", "issue", bob, "--usage", "sign")
        let request = try Vectors.octets("requests/erin.csr")
        let encrypt = lab.run("cert", "issue", bob, "--usage", "encrypt", "--csr", "-", input: request)
        #expect(encrypt.status == .done, "\(encrypt.words)")
        let count = lab.run("cert", "list").text.split(separator: "\n").count
        #expect(lab.run("cert", "renew", bob).status == .refused)
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == count)
    }

    @Test("is not deceived by another CA of the same name", arguments: [[], ["--reuse-key"]])
    func namesake(options: [String]) throws {
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.test")
        _ = other.run(["cert", "issue", Self.alice], now: CommandRun.noon + 60)
        for contents in [[], ["--key"]] {
            let octets = other.run(["cert", "export", Self.alice] + contents).output
            try lab.directory.write(octets, to: contents.isEmpty ? "false.pem" : "false.key")
        }
        let imported = lab.run("cert", "import", "false.pem", "--key", "false.key")
        #expect(imported.status == .done, "\(imported.words)")
        let count = lab.run("cert", "list").text.split(separator: "\n").count
        let run = lab.run(["cert", "renew", Self.alice] + options, now: Self.later)
        #expect(run.status == .refused && run.words.contains("was issued by another CA"), "\(run.words)")
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == count)
    }

    @Test("refuses what another CA issued, what is not there, and what would outlive the CA")
    func refusals() throws {
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "other.test")
        _ = other.run("cert", "issue", "sip:bob@other.test")
        let foreign = other.run("cert", "export", "sip:bob@other.test").output
        #expect(lab.run("cert", "import", "-", input: foreign).status == .done)
        let run = lab.run("cert", "renew", "sip:bob@other.test")
        #expect(run.status == .refused && run.words.contains("was issued by another CA"), "\(run.words)")
        #expect(lab.run("cert", "renew", "sip:absent@example.test").status == .refused)
        #expect(lab.run("cert", "renew", Self.alice, "--days", "366").status == .usage)
        let late = lab.run(["cert", "renew", Self.alice], now: CommandRun.noon + 3600 * 86_400)
        #expect(late.status == .refused && late.words.contains("outlive"))
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == 2)
    }
}
