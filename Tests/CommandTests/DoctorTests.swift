import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("doctor")
struct DoctorTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// The lines about a subject, each with the line of its fix.
    private func lines(_ subject: String, of run: CommandRun) -> [String] {
        let lines = run.text.components(separatedBy: "\n")
        return lines.indices.filter { lines[$0].contains(" \(subject): ") }.map { index in
            let next = lines.indices.contains(index + 1) ? lines[index + 1] : ""
            return lines[index] + (next.hasPrefix("         fix: ") ? next : "")
        }
    }

    @Test("finds nothing broken in a sound store, and names versions, store, CA, certificates and clock")
    func sound() {
        let run = lab.run("doctor")
        #expect(run.status == .done, "\(run.text)\(run.words)")
        #expect(run.text.contains("smime-presence 0.2.0, OpenSSL 3.") && run.text.contains("SQLite 3."))
        for subject in ["store", "CA", "certificates", "clock"] {
            #expect(lines(subject, of: run).first?.hasPrefix("ok ") == true, "\(subject): \(run.text)")
        }
        #expect(lines("trust", of: run).joined().contains("fix: smime-presence trust remove "))
    }

    @Test("an absent default store is a note, an absent store that was named is broken")
    func absent() throws {
        let directory = try TemporaryDirectory()
        let none = CommandRun.of(["doctor"], environment: ["HOME": directory.path], in: directory.path)
        #expect(none.status == .done && lines("store", of: none).joined().hasPrefix("note "))
        let named = CommandRun.of(["doctor", "--store", "x.db"], in: directory.path)
        #expect(named.status == .refused && lines("store", of: named).joined().hasPrefix("broken "))
        #expect(named.words.contains("1 thing is broken"))
    }

    @Test("a store that others may read is broken, and the fix is a command")
    func permissions() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: lab.store)
        let run = lab.run("doctor")
        #expect(run.status == .refused)
        #expect(lines("store", of: run).joined().contains("chmod 600"), "\(run.text)")
    }

    @Test(
        "certificates and CAs that expire soon and expired certificates are warnings, an expired CA is broken"
    )
    func ending() {
        let soon = lab.run("doctor", now: CommandRun.noon + 340 * 86_400)
        #expect(soon.status == .done)
        #expect(
            lines("certificates", of: soon).first?.contains(
                "3 certificates with private keys end within 30 days")
                == true, "\(soon.text)")
        let ended = lab.run("doctor", now: CommandRun.noon + 400 * 86_400)
        #expect(ended.status == .done)
        #expect(lines("certificates", of: ended).first?.contains("--state expired") == true)
        let later = lab.run("doctor", now: CommandRun.noon + 3_600 * 86_400)
        #expect(lines("CA", of: later).first?.contains("smime-presence ca renew") == true, "\(later.text)")
        let end = lab.run("doctor", now: CommandRun.noon + 3_700 * 86_400)
        #expect(end.status == .refused && lines("CA", of: end).first?.hasPrefix("broken ") == true)
    }

    @Test("a CRL that ends soon is a warning, one out of date is broken, and a missing one is a note")
    func lists() throws {
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "example.org").status == .done)
        #expect(lab.run("trust", "add", "-", input: other.run("ca", "show").output).status == .done)
        let none = lines("CRLs", of: lab.run("doctor")).joined()
        #expect(none.contains("no CRL for CN=CA of example.org") && none.contains("crl import FILE"))
        let list = other.run("ca", "crl", "--days", "10").output
        #expect(lab.run("trust", "crl", "import", "-", input: list).status == .done)
        #expect(!lines("CRLs", of: lab.run("doctor")).joined().contains("example.org"))
        let soon = lines("CRLs", of: lab.run("doctor", now: CommandRun.noon + 5 * 86_400)).joined()
        #expect(soon.contains("warning  CRLs: ") && soon.contains("ends on 2026-12-03"), "\(soon)")
        let ended = lab.run("doctor", now: CommandRun.noon + 11 * 86_400)
        #expect(ended.status == .refused && lines("CRLs", of: ended).joined().contains("out of date"))
    }

    @Test("a CA that signs nothing, since it is in a copy or was exported, is named with what to do")
    func withheldAuthority() throws {
        #expect(lab.run("store", "backup", "copy.db").status == .done)
        let copy = lines("CA", of: lab.run("doctor", "--store", "copy.db")).joined()
        #expect(copy.hasPrefix("warning ") && copy.contains("--merge LAST.crl"), "\(copy)")
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        #expect(
            lab.run("ca", "export", "--key", "--password-file", "password", "-o", "ca-key.pem").status
                == .done)
        #expect(lines("CA", of: lab.run("doctor")).joined().hasPrefix("note "))
    }

    @Test("a clock before what is in the store is broken")
    func clock() {
        let run = lab.run("doctor", now: CommandRun.noon - 2 * 86_400)
        #expect(run.status == .refused)
        #expect(lines("clock", of: run).joined().hasPrefix("broken "), "\(run.text)")
    }

    @Test("a faulty configuration file and a passphrase file that others may read are reported")
    func environment() throws {
        let directory = try TemporaryDirectory()
        let folder = directory.file("smime-presence")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try directory.write(Array("{\"encrypt\": 1}".utf8), to: "smime-presence/config.json")
        try directory.write(Array("secret\n".utf8), to: "passphrase")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: directory.file("passphrase"))
        let run = CommandRun.of(
            ["doctor"],
            environment: [
                "HOME": directory.path, "XDG_CONFIG_HOME": directory.path,
                "SMIME_PRESENCE_PASSPHRASE_FILE": directory.file("passphrase"),
            ], in: directory.path)
        #expect(run.status == .refused)
        #expect(lines("configuration", of: run).joined().hasPrefix("broken "), "\(run.text)")
        #expect(lines("passphrase", of: run).joined().hasPrefix("warning "), "\(run.text)")
        #expect(lines("passphrase", of: run).joined().contains("chmod 600"))
        #expect(lines("captures", of: run).joined().contains("apt-get install tshark"))
    }

    @Test("its JSON has a list of findings with subject, state and message, and a remedy unless all is well")
    func document() throws {
        let object =
            try JSONSerialization.jsonObject(
                with: Data(lab.run("doctor", "--format", "json").output)) as? [String: Any]
        let findings = try #require(object?["findings"] as? [[String: String]])
        #expect(object?["version"] as? Int == 1 && findings.count >= 7)
        for finding in findings {
            #expect(finding["subject"] != nil && finding["message"] != nil)
            #expect((finding["state"] == "ok") == (finding["remedy"] == nil), "\(finding)")
        }
    }
}
