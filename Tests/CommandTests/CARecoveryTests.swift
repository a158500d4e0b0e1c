import CMS
import CommandOptions
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("ca crl --merge, --no-crl-was-lost")
struct CARecoveryTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"
    private static let later = CommandRun.noon + 60
    private static let backup = ["--store", "backup.db"]

    /// A store with a backup; after the backup alice's certificate was revoked and a CRL was made.
    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("cert", "issue", Self.alice).status == .done)
        let backup = lab.run("store", "backup", "backup.db")
        #expect(backup.status == .done && backup.words.contains("ca crl --merge"), "\(backup.words)")
        #expect(lab.run(["cert", "revoke", Self.alice], now: Self.later).status == .done)
        #expect(lab.run(["ca", "crl", "-o", "last.crl"], now: Self.later).status == .done)
    }

    private func restored(_ arguments: String..., input: [UInt8] = []) -> CommandRun {
        lab.run(arguments + Self.backup, input: input, now: Self.later + 60)
    }

    @Test(
        "nothing is issued or signed from a backup, and each refusal says what to do",
        arguments: [
            ["cert", "issue", "sip:bob@example.test"],
            ["cert", "issue", "sip:u{1}@example.test", "--count", "2"],
            ["cert", "renew", alice], ["cert", "revoke", alice], ["ca", "crl"], ["ca", "renew"],
            ["ca", "rotate"],
            ["ca", "rotate", "--compromised"], ["trust", "crl", "import", "last.crl"],
            ["ca", "ocsp", "--request", "request.der"],
            ["ca", "export", "--key", "--password-file", "password", "-o", "ca.pem"],
        ])
    func withheld(arguments: [String]) throws {
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        try lab.directory.write(lab.run("cert", "export", Self.alice).output, to: "alice.pem")
        try lab.directory.write(lab.run("ca", "show").output, to: "own.pem")
        try Tool(name: "openssl", directory: lab.directory)(
            "ocsp", "-issuer", "own.pem", "-cert", "alice.pem", "-reqout", "request.der")
        let before = lab.run(["cert", "list"] + Self.backup).text
        let run = lab.run(arguments + Self.backup, now: Self.later + 60)
        #expect(run.status == .refused && run.output.isEmpty, "\(run.words)")
        #expect(run.words.contains("--merge FILE") && run.words.contains("--no-crl-was-lost"), "\(run.words)")
        #expect(lab.run(["cert", "list"] + Self.backup).text == before)
        #expect(try !lab.directory.names().contains("ca.pem"))
    }

    @Test("the last CRL restores the revocations, and the next CRL has a higher number")
    func merge() throws {
        let last = try RevocationList.lists(pem: lab.directory.octets(of: "last.crl"))
        let run = restored("ca", "crl", "--merge", "last.crl", "-o", "next.crl")
        #expect(run.status == .done && run.words.contains("1 new revocation"), "\(run.words)")
        let next = try RevocationList.lists(pem: lab.directory.octets(of: "next.crl"))
        #expect(next[0].count == 1)
        #expect(try #require(next[0].number.flatMap(Int.init)) > #require(last[0].number.flatMap(Int.init)))
        #expect(restored("cert", "show", Self.alice).text.contains("revoked at"))
        #expect(restored("cert", "issue", "sip:bob@example.test").status == .done)
        #expect(restored("store", "check").status == .done)
    }

    @Test("a CRL in DER on standard input is merged, and the JSON reports what was new")
    func json() throws {
        let list = try RevocationList.lists(pem: lab.directory.octets(of: "last.crl"))[0]
        let run = restored(
            "ca", "crl", "--merge", "-", "-o", "next.crl", "--format", "json", input: list.der)
        #expect(run.status == .done, "\(run.words)")
        let report = try ReportObject(run.output).members
        func first(_ name: String) -> [String: Any]? { (report[name] as? [[String: Any]])?.first }
        #expect(report["version"] as? Int == 1)
        #expect(first("merged")?["newRevocations"] as? Int == 1)
        #expect(first("merged")?["isLater"] as? Bool == true)
        #expect(first("crls")?["revoked"] as? Int == 1 && first("keys")?["use"] as? String == "in-use")
    }

    @Test("--no-crl-was-lost suffices")
    func noneLost() {
        #expect(restored("ca", "crl", "--no-crl-was-lost").status == .done)
        #expect(restored("cert", "issue", "sip:bob@example.test").status == .done)
    }

    @Test("a foreign CRL, both options together and an output that overwrites the CRL are refused")
    func refusals() throws {
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "x.test").status == .done)
        try lab.directory.write(other.run("ca", "crl").output, to: "foreign.crl")
        let foreign = restored("ca", "crl", "--merge", "foreign.crl")
        #expect(
            foreign.status == .refused && foreign.words.contains("not signed by the CA"), "\(foreign.words)")
        #expect(restored("ca", "crl", "--merge", "last.crl", "--no-crl-was-lost").status == .usage)
        #expect(restored("ca", "crl", "--merge", "absent.crl").status == .environment)
        #expect(restored("ca", "crl", "--merge", "last.crl", "-o", "last.crl").status == .usage)
        #expect(restored("ca", "crl").status == .refused)
    }

    @Test("--merge and --no-crl-was-lost are loosening options, which no configuration file may contain")
    func loosens() {
        let loosening = CARevocationList.options.filter { $0.isLoosened(by: "") }.flatMap(\.names)
        #expect(loosening == ["--merge", "--no-crl-was-lost"])
    }

    @Test("a CRL older than one that the copy knows releases no key")
    func olderList() throws {
        let lab = try CommandLab()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("ca", "crl", "-o", "old.crl").status == .done)
        #expect(lab.run("ca", "crl", "-o", "new.crl", now: CommandRun.noon + 10).status == .done)
        #expect(lab.run("store", "backup", "copy.db").status == .done)
        let old = lab.run("ca", "crl", "--merge", "old.crl", "--store", "copy.db")
        #expect(old.status == .refused && old.words.contains("is not the last one"), "\(old.words)")
        #expect(lab.run("ca", "crl", "--store", "copy.db").status == .refused)
        #expect(lab.run("ca", "crl", "--merge", "new.crl", "--store", "copy.db").status == .done)
    }

    @Test("a backup replaces no store of another CA, but an earlier backup of its own store")
    func otherStore() throws {
        let lab = try CommandLab()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("ca", "init", "--domain", "victim.test", "--store", "victim.db").status == .done)
        let refused = lab.run("store", "backup", "victim.db")
        #expect(refused.status == .environment && refused.words.contains("is another store"))
        #expect(
            lab.run("ca", "show", "--format", "json", "--store", "victim.db").text.contains("victim.test"))
        for _ in 1...2 { #expect(lab.run("store", "backup", "monday.db").status == .done) }
    }

    /// The file of another CA, made by an attacker who knows all that is public.
    private func exportedFile(of domain: String, in lab: CommandLab) throws -> String {
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        #expect(lab.run("ca", "init", "--domain", domain).status == .done)
        let run = lab.run("ca", "export", "--key", "--password-file", "password", "-o", "ca.pem")
        #expect(run.status == .done, "\(run.words)")
        return String(decoding: try lab.directory.octets(of: "ca.pem"), as: UTF8.self)
    }

    @Test("the certificate of a CA does not let another CA into its place")
    func foreignReturn() throws {
        let (lab, attacker) = (try CommandLab(), try CommandLab())
        _ = try exportedFile(of: "example.test", in: lab)
        let anchor = lab.run("ca", "show").text
        let hostile = anchor + (try exportedFile(of: "evil.test", in: attacker))
        try lab.directory.write(Array(hostile.utf8), to: "hostile.pem")
        let before = lab.run("trust", "list").text
        let refused = lab.run("ca", "import", "hostile.pem", "--password-file", "password")
        #expect(refused.status != .done, "\(refused.words)")
        #expect(lab.run("trust", "list").text == before && !before.contains("evil.test"))
        #expect(lab.run("ca", "import", "ca.pem", "--password-file", "password").status == .done)
    }

    @Test("a password is no proof for a key that is not encrypted")
    func openKey() throws {
        let lab = try CommandLab()
        let file = try exportedFile(of: "example.test", in: lab)
        let certificates = try #require(file.range(of: "-----BEGIN ENCRYPTED")).lowerBound
        try lab.directory.write(Array(file[certificates...].utf8), to: "key.pem")
        let open = try Tool(name: "openssl", directory: lab.directory).run([
            "pkey", "-in", "key.pem", "-passin", "file:password",
        ])
        try lab.directory.write(Array(file[..<certificates].utf8) + open, to: "open.pem")
        let other = try CommandLab()
        let path = lab.directory.file("open.pem")
        let refused = other.run("ca", "import", path, "--password-file", lab.directory.file("password"))
        #expect(refused.status == .refused && refused.words.contains("is not encrypted"), "\(refused.words)")
        #expect(other.run("ca", "import", path).status == .done)
    }

    @Test("the CRLs of other CAs count beside an imported CA that has none")
    func otherLists() throws {
        let (lab, source, foreign) = (try CommandLab(), try CommandLab(), try CommandLab())
        var file = try exportedFile(of: "example.test", in: source)
        while let begin = file.range(of: "-----BEGIN X509 CRL-----"),
            let end = file.range(of: "-----END X509 CRL-----\n")
        {
            file.removeSubrange(begin.lowerBound..<end.upperBound)
        }
        try lab.directory.write(Array(file.utf8), to: "ca.pem")
        let imported = lab.run(
            "ca", "import", "ca.pem", "--password-file", source.directory.file("password"))
        #expect(imported.status == .done, "\(imported.words)")
        #expect(foreign.run("ca", "init", "--domain", "example.org").status == .done)
        #expect(foreign.run("cert", "issue", "sip:carol@example.org").status == .done)
        #expect(lab.run("trust", "add", "-", input: foreign.run("ca", "show").output).status == .done)
        let carol = foreign.run("cert", "export", "sip:carol@example.org").output
        #expect(lab.run("cert", "import", "-", input: carol).status == .done)
        #expect(
            foreign.run("cert", "revoke", "sip:carol@example.org", "--reason", "keyCompromise").status
                == .done)
        let list = foreign.run("ca", "crl").output
        #expect(lab.run("trust", "crl", "import", "-", input: list).status == .done)
        #expect(lab.run("cert", "list").text.contains("revoked"))
    }

    @Test("an import keeps what the store knows from a CRL of the CA")
    func knownList() throws {
        let (lab, other) = (try CommandLab(), try CommandLab())
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("cert", "issue", "sip:bob@example.test").status == .done)
        let root = lab.run("ca", "show").output
        let bob = lab.run("cert", "export", "sip:bob@example.test").output
        #expect(lab.run("store", "backup", "copy.db").status == .done)
        #expect(lab.run("ca", "crl", "--no-crl-was-lost", "--store", "copy.db").status == .done)
        try lab.directory.write(Array("secret\n".utf8), to: "password")
        let file = lab.run(
            "ca", "export", "--key", "--password-file", "password", "-o", "ca.pem", "--store", "copy.db")
        #expect(file.status == .done, "\(file.words)")
        #expect(lab.run("cert", "revoke", "sip:bob@example.test").status == .done)
        let list = lab.run("ca", "crl", now: CommandRun.noon + 60).output
        #expect(other.run("trust", "add", "-", input: root).status == .done)
        #expect(other.run("cert", "import", "-", input: bob).status == .done)
        #expect(other.run("trust", "crl", "import", "-", input: list).status == .done)
        let imported = other.run(
            "ca", "import", lab.directory.file("ca.pem"), "--password-file", lab.directory.file("password"))
        #expect(imported.status == .done, "\(imported.words)")
        #expect(other.run("cert", "list").text.contains("revoked"))
        #expect(other.run("ca", "crl", "--no-crl-was-lost").status == .done)
        #expect(other.run("cert", "list").text.contains("revoked"))
    }

    @Test("the CA of a copied store is withheld too, and 'store copy' says so")
    func copy() throws {
        let file = try CommandLab()
        #expect(file.run("ca", "init", "--domain", "example.test").status == .done)
        let run = file.run("store", "copy", "store.db", "copy.db")
        #expect(run.status == .done && run.words.contains("--no-crl-was-lost"), "\(run.words)")
        #expect(file.run("ca", "crl", "--store", "copy.db").status == .refused)
        #expect(file.run("ca", "crl", "--no-crl-was-lost", "--store", "copy.db").status == .done)
        #expect(file.run("cert", "issue", "sip:a@example.test").status == .done)
    }

    @Test("in a store that is in use a CRL of its own CA is merged too, by either command")
    func ownList() throws {
        let imported = lab.run(["trust", "crl", "import", "last.crl"], now: Self.later + 60)
        #expect(imported.status == .done && imported.words.contains("0 new revocations"), "\(imported.words)")
        #expect(lab.run(["ca", "crl", "--merge", "last.crl"], now: Self.later + 60).status == .done)
        #expect(lab.run("store", "check").status == .done)
    }
}
