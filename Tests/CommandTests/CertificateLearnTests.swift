import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert learn")
struct CertificateLearnTests {
    private let lab: CommandLab
    private let alice = "sip:alice@example.test"

    init() throws {
        lab = try CommandLab.example()
        _ = lab.run("trust", "add", "-", "--store", "watcher.db", input: lab.run("ca", "show").output)
    }

    /// A message that alice signs with the newest of her certificates.
    private func signed(at now: Date = CommandRun.noon) -> [UInt8] {
        lab.run(["sign", "--no-binding", "publish.sip"], now: now).output
    }

    private func learn(_ message: [UInt8], _ options: String..., now: Date = CommandRun.noon) -> CommandRun {
        lab.run(["cert", "learn", "--store", "watcher.db"] + options, input: message, now: now)
    }

    private func known() throws -> [String] {
        let store = try CertStore.open(lab.directory.file("watcher.db"))
        return try store.certificates(forURI: alice).map(\.certificate.fingerprint)
    }

    private func newest() throws -> Certificate {
        try Certificate(der: lab.run("cert", "export", alice, "--der").output)
    }

    @Test("keeps the signer's certificate, with which one can answer then")
    func learns() throws {
        let learned = learn(signed())
        #expect(learned.status == .done && learned.output.isEmpty, "\(learned.words)")
        #expect(learned.words.contains("learned \(alice), serial "))
        #expect(try known() == [newest().fingerprint])
        // Again, it is no change.
        #expect(learn(signed()).status == .done)
        #expect(try known().count == 1)
    }

    @Test("keeps nothing where the report cannot be written")
    func unwritableReport() throws {
        _ = learn(signed())
        _ = lab.run("cert", "remove", alice, "--store", "watcher.db")
        let failed = learn(signed(), "--report", "absent/report.json")
        #expect(failed.status == .environment && failed.words.contains("cannot write 'absent/report.json'"))
        #expect(try known().isEmpty)
    }

    @Test("changes nothing where another key is known, and says so loudly")
    func differs() throws {
        let first = try newest()
        #expect(learn(signed()).status == .done)
        let later = CommandRun.noon + 60
        _ = lab.run("cert", "issue", alice, now: later)
        let refused = learn(signed(at: later + 60), "--report", "report.json", now: later + 60)
        #expect(refused.status == .refused && refused.output.isEmpty)
        #expect(refused.words.contains("WARNING: another certificate is filed for this address"))
        #expect(refused.words.contains("hint: ") && refused.words.contains("--replace"))
        // Nothing is said to be accepted that is refused.
        #expect(!refused.words.contains("signed by sip:alice"), "\(refused.words)")
        #expect(try known() == [first.fingerprint])
        let report = try ReportObject(lab.directory.octets(of: "report.json"))
        #expect(report.verdict == "refused" && report.reasonCode == "untrusted-signer")

        let replaced = learn(signed(at: later + 60), "--replace", now: later + 60)
        #expect(replaced.status == .done)
        #expect(replaced.words.contains("WARNING: the certificate for this address has changed"))
        #expect(replaced.words.contains(first.facts.serialNumber))
        #expect(try known() == [newest().fingerprint])
    }

    @Test("tells a renewal by the same CA, at the end of the old certificate, from a replacement")
    func renewal() throws {
        let first = try newest()
        #expect(learn(signed()).status == .done)
        let last = first.facts.notAfter
        let early = last - 40 * 86_400
        _ = lab.run(["cert", "renew", alice], now: early)
        let (old, new) = (first.facts.serialNumber, try newest())
        let refused = learn(signed(at: early + 60), now: early + 60)
        #expect(refused.status == .refused && refused.words.contains("WARNING"))
        #expect(try known() == [first.fingerprint])
        for instant in [last - 20 * 86_400, last + 86_400] {
            _ = lab.run("cert", "remove", alice, "--serial", new.facts.serialNumber, "--store", "watcher.db")
            let learned = learn(signed(at: instant), now: instant)
            #expect(learned.status == .done && !learned.words.contains("WARNING"), "\(learned.words)")
            #expect(learned.words.contains("it renews \(alice), serial \(old), which ends at "))
            #expect(try Set(known()) == [first.fingerprint, new.fingerprint])
        }
        // An old message changes nothing, and causes no warning.
        let again = learn(signed(at: last - 86_400), now: last - 86_400)
        #expect(again.status == .done && !again.words.contains("WARNING"))
    }

    @Test("takes no certificate of another CA for a renewal, however near the end of the old one is")
    func otherAuthority() throws {
        let last = try newest().facts.notAfter
        #expect(learn(signed()).status == .done)
        let other = try CommandLab()
        try other.directory.write(lab.directory.octets(of: "publish.sip"), to: "publish.sip")
        _ = other.run("ca", "init", "--domain", "example.test")
        let ca = other.run("ca", "show").output
        #expect(lab.run("trust", "add", "-", "--store", "watcher.db", input: ca).status == .done)
        _ = other.run(["cert", "issue", alice], now: last - 86_400)
        let message = other.run(["sign", "--no-binding", "publish.sip"], now: last - 3600).output
        let refused = learn(message, now: last - 3600)
        #expect(refused.status == .refused && refused.words.contains("WARNING: another certificate"))
        #expect(try known().count == 1)
    }

    @Test("leaves the old certificate under addresses that the new one does not name")
    func otherAddress() throws {
        let team = "sip:team@example.test"
        let first = try newest()
        _ = lab.run(
            "cert", "import", "-", "--allow-other-uri", team, "--store", "watcher.db",
            input: lab.run("cert", "export", alice).output)
        let later = CommandRun.noon + 60
        _ = lab.run("cert", "issue", alice, now: later)
        #expect(learn(signed(at: later + 60), "--replace", now: later + 60).status == .done)
        #expect(try known() == [newest().fingerprint])
        let store = try CertStore.open(lab.directory.file("watcher.db"))
        #expect(try store.certificates(forURI: team).map(\.certificate.fingerprint) == [first.fingerprint])
    }

    @Test("takes a certificate that only renews another of the same key")
    func renewed() throws {
        let store = try CertStore.open(lab.directory.file("store.db"))
        let old = try newest()
        let key = try store.privateKey(of: old)
        let later = CommandRun.noon + 60
        let renewed = try store.authority().issue(
            .user(address: "alice@example.test", uris: [alice]), for: key,
            validity: CertificateValidity(from: later, days: 30))
        #expect(learn(signed()).status == .done)
        try store.add(renewed, uris: [alice], key: key)
        let learned = learn(signed(at: later + 60), now: later + 60)
        #expect(learned.status == .done && !learned.words.contains("WARNING"), "\(learned.words)")
        #expect(try Set(known()) == [old.fingerprint, renewed.fingerprint])
    }

    @Test("keeps certificates for different uses beside each other")
    func uses() throws {
        let later = CommandRun.noon + 60
        _ = lab.run("cert", "remove", alice)
        for usage in ["encrypt", "sign"] { _ = lab.run("cert", "issue", alice, "--usage", usage, now: later) }
        let store = try CertStore.open(lab.directory.file("store.db"))
        let encrypt = try #require(try store.certificates(forURI: alice).first { !$0.certificate.maySign })
        _ = lab.run("cert", "import", "-", "--store", "watcher.db", input: encrypt.certificate.der)
        #expect(learn(signed(at: later + 60), now: later + 60).status == .done)
        #expect(try known().count == 2)
    }

    @Test("never removes a certificate whose private key is in the store")
    func ownKey() throws {
        let mine = try newest()
        let key = lab.run("cert", "export", alice, "--key").output
        try lab.directory.write(key, to: "alice.key")
        try lab.directory.write(mine.pem(), to: "alice.pem")
        _ = lab.run("cert", "import", "alice.pem", "--key", "alice.key", "--store", "watcher.db")
        let later = CommandRun.noon + 60
        _ = lab.run("cert", "issue", alice, now: later)
        #expect(learn(signed(at: later + 60), "--replace", now: later + 60).status == .done)
        #expect(try Set(known()) == [mine.fingerprint, newest().fingerprint])
    }

    @Test("learns nothing from a message that verify refuses, nor from an unsigned one")
    func refusals() throws {
        let message = signed()
        let stranger = CommandRun.of(
            ["cert", "learn", "--store", "empty.db"], input: message, in: lab.directory.path)
        #expect(stranger.status == .environment)
        #expect(learn(message, "--from", "sip:bob@example.test").status == .refused)
        var changed = message
        let body = try #require(Data(message).range(of: Data("open".utf8)))
        changed[body.lowerBound] ^= 0x20
        #expect(learn(changed).status == .refused)
        #expect(learn(try lab.directory.octets(of: "publish.sip")).status == .refused)
        let expired = learn(message, now: CommandRun.noon + 400 * 86_400)
        #expect(expired.status == .refused)
        let envelope = lab.run("encrypt", "publish.sip", "--unsigned").output
        let unsigned = lab.run(["cert", "learn", "--allow-unsigned"], input: envelope)
        #expect(unsigned.status == .refused && unsigned.words.contains("the message is not signed"))
        #expect(try known().isEmpty)
    }

    @Test("keeps a domain's certificate, as a NOTIFY brings it")
    func domain() throws {
        let notify = lab.run("sign", "--no-binding", "notify.sip").output
        #expect(learn(notify).words.contains("learned sip:example.test"))
        let store = try CertStore.open(lab.directory.file("watcher.db"))
        #expect(try store.certificates(forURI: "sip:example.test").count == 1)
    }
}
