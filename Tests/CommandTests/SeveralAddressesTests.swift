import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Commands about several addresses")
struct SeveralAddressesTests {
    private let lab: CommandLab
    private static let pattern = "sip:user*@example.test"

    init() throws {
        lab = try CommandLab.onEitherBackend()
        _ = lab.run("ca", "init", "--domain", "example.test")
        _ = lab.run("cert", "issue", "sip:user{1}@example.test", "--count", "4")
        _ = lab.run("cert", "issue", "sip:bob@example.test", "--days", "10")
    }

    private func certificates(_ arguments: String...) throws -> [[String: Any]] {
        try members("certificates", of: lab.run(["cert", "list", "--format", "json"] + arguments))
    }

    private func members(_ name: String, of run: CommandRun) throws -> [[String: Any]] {
        let document = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        return try #require(document?[name] as? [[String: Any]])
    }

    @Test("a pattern renews no subscriber who was cut off; a name does")
    func renewedAfterRevocation() throws {
        #expect(lab.run("cert", "revoke", "sip:user2@example.test").status == .done)
        let run = lab.run("cert", "renew", Self.pattern)
        #expect(run.words.contains("renewed 3 certificates"), "\(run.words)")
        #expect(try certificates("--uri", "sip:user2@example.test").count == 1)
        #expect(lab.run("cert", "renew", "sip:user2@example.test").status == .done)
        #expect(try certificates("--uri", "sip:user2@example.test").count == 2)
    }

    @Test("cert renew renews what patterns, URIs and files name, and reports the one that fails")
    func renewed() throws {
        try lab.directory.write(
            Array("# two\nsip:user1@example.test\nsip:gone@example.test\n".utf8), to: "list")
        let run = lab.run(
            "cert", "renew", Self.pattern, "sip:bob@example.test", "--from", "list", "--format", "json")
        #expect(run.status == .refused)
        #expect(run.words.contains("renewed 5 certificates"))
        #expect(run.words.contains("sip:gone@example.test was not renewed: the store has no certificate"))
        #expect(run.words.contains("error: 1 of 6 addresses not renewed"))
        #expect(try members("certificates", of: run).count == 5)
        #expect(try members("failures", of: run).map { $0["uri"] as? String } == ["sip:gone@example.test"])
        #expect(try certificates().count == 10)
        #expect(try certificates("--expires-within", "400").count == 5)
    }

    @Test("cert renew --expires-within renews what is due once, and only that")
    func due() throws {
        #expect(lab.run("cert", "renew", "--expires-within", "30").words.contains("renewed 1 certificate"))
        let again = lab.run("cert", "renew", "--expires-within", "30")
        #expect(again.status == .done && again.words.contains("no certificate expires within 30 days"))
        let none = lab.run("cert", "renew", "sip:user1@example.test", "--expires-within", "30")
        #expect(none.status == .done && none.words.contains("no certificate expires"))
        #expect(try certificates().count == 6)
        // Of another CA: skipped, unless it is named.
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "example.org")
        _ = other.run("cert", "issue", "sip:carol@example.org", "--days", "5")
        let pem = other.run("cert", "export", "sip:carol@example.org").output
        _ = lab.run("cert", "import", "-", input: pem)
        let skipped = lab.run("cert", "renew", "--expires-within", "7")
        #expect(skipped.status == .done && skipped.words.contains("skipped 1 address: another CA issued"))
        let named = lab.run("cert", "renew", "sip:carol@example.org", "--expires-within", "7")
        #expect(named.status == .refused && named.words.contains("was issued by another CA"))
    }

    @Test("cert revoke and cert remove of several name the count and require --yes without a terminal")
    func confirmed() throws {
        for (verb, done) in [("revoke", "revoked"), ("remove", "removed")] {
            for arguments in [[Self.pattern], ["sip:user1@example.test", "sip:user2@example.test"]] {
                let refused = lab.run(["cert", verb] + arguments)
                #expect(refused.status == .usage)
                #expect(refused.words.contains("'--yes'"), "\(refused.words)")
                let count = arguments.count == 1 ? 4 : 2
                #expect(refused.words.contains("to \(verb) \(count) certificates of \(count) addresses"))
            }
            #expect(try certificates("--state", "valid").count == (verb == "revoke" ? 5 : 1))
            let run = lab.run(
                "cert", verb, Self.pattern, "sip:gone@example.test", "--yes", "--format", "json")
            #expect(run.status == .refused)
            #expect(run.words.contains("error: 1 of 5 addresses not \(done)"), "\(run.words)")
            let states = try members("certificates", of: run).map { $0["state"] as? String }
            #expect(states == Array(repeating: "revoked", count: 4))
        }
        #expect(try certificates().count == 1)
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("cert remove of several does not remove several certificates of one address without --all")
    func severalCertificates() throws {
        _ = lab.run("cert", "renew", "sip:user1@example.test")
        let run = lab.run("cert", "remove", Self.pattern, "--yes")
        #expect(run.status == .refused && run.words.contains("there are 2 certificates for sip:user1@"))
        #expect(try certificates("--uri", Self.pattern).count == 2)
        #expect(lab.run("cert", "remove", Self.pattern, "--yes", "--all").status == .done)
        #expect(try certificates("--uri", Self.pattern).isEmpty)
        let nothing = lab.run("cert", "remove", Self.pattern, "--yes")
        #expect(nothing.status == .refused && nothing.words.contains("no certificate for \(Self.pattern)"))
    }

    @Test("cert revoke of several skips revoked certificates of a pattern, but not of a URI")
    func revokedBefore() {
        _ = lab.run("cert", "revoke", "sip:user2@example.test")
        let run = lab.run("cert", "revoke", Self.pattern, "--yes")
        #expect(run.status == .done && run.words.contains("skipped 1 address"))
        let named = lab.run("cert", "revoke", "sip:user2@example.test", "sip:bob@example.test", "--yes")
        #expect(named.status == .refused)
        #expect(named.words.contains("sip:user2@example.test was not revoked"))
        #expect(named.words.contains("revoked sip:bob@example.test"))
    }

    @Test("a certificate that two of the addresses have is handled once")
    func once() throws {
        _ = lab.run("cert", "issue", "sips:dan@example.test")
        let run = lab.run("cert", "renew", "sip*:dan@example.test")
        #expect(run.words.contains("renewed 1 certificate"))
        #expect(try certificates("--uri", "sip:dan@example.test").count == 2)
    }

    @Test("unreadable and conflicting arguments are refused before anything is done")
    func misused() throws {
        try lab.directory.write(Array("bob\n".utf8), to: "bad")
        let bad = lab.run("cert", "remove", "--from", "bad", "--yes")
        #expect(bad.status == .refused && bad.words.contains("line 1 of 'bad'"))
        #expect(bad.words.contains("nothing was done"))
        for command in ["renew", "revoke", "remove"] {
            #expect(lab.run("cert", command).words.contains("missing argument URI"))
            let serial = lab.run("cert", command, Self.pattern, "--serial", "0A")
            #expect(serial.status == .usage && serial.words.contains("'--serial'"))
            let wrong = lab.run("cert", command, "sip:bob@example.test", "bob")
            #expect(wrong.status == .usage && wrong.words.contains("'bob' is not a SIP URI"))
        }
        #expect(try certificates("--state", "valid").count == 5)
    }

    @Test("a single issue for an address with a valid certificate prints a note, and issues")
    func singleIssue() throws {
        let again = lab.run("cert", "issue", "sip:bob@example.test")
        #expect(again.status == .done)
        #expect(again.words.contains("note: sip:bob@example.test has a valid certificate already, serial "))
        #expect(again.words.contains("until 2026-12-03") && again.words.contains("issued sip:bob@"))
        #expect(!lab.run("cert", "issue", "sip:new@example.test").words.contains("note:"))
        // Each half of a pair is for another use.
        _ = lab.run("cert", "issue", "sip:eve@example.test", "--usage", "sign")
        let half = lab.run("cert", "issue", "sip:eve@example.test", "--usage", "encrypt")
        #expect(!half.words.contains("note:"))
        _ = lab.run("cert", "revoke", "sip:eve@example.test", "--all")
        #expect(!lab.run("cert", "issue", "sip:eve@example.test").words.contains("note:"))
    }

    @Test("sip: and sips: of one user are one address for that note")
    func bothSchemes() {
        let secure = lab.run("cert", "issue", "sips:bob@example.test")
        #expect(secure.status == .done)
        #expect(secure.words.contains("note: sip:bob@example.test has a valid certificate already, serial "))
        _ = lab.run("cert", "issue", "sips:dora@example.test")
        let plain = lab.run("cert", "issue", "sip:dora@example.test")
        #expect(plain.words.contains("note: sip:dora@example.test has a valid certificate already, serial "))
        #expect(!lab.run("cert", "issue", "sips:erin@example.test").words.contains("note:"))
    }

    @Test("a bulk issue skips any kind of key, unless --key names one")
    func kind() {
        let bulk = ["cert", "issue", "sip:user{1}@example.test", "--count", "4"]
        #expect(lab.run(bulk).words.contains("issued 0 certificates, skipped 4"))
        #expect(lab.run(bulk + ["--key", "ed25519"]).words.contains("issued 8 certificates, until"))
        #expect(lab.run(bulk + ["--key", "ed25519"]).words.contains("issued 0 certificates, skipped 4"))
        #expect(lab.run(bulk + ["--key", "p384"]).words.contains("issued 4 certificates, until"))
        // A pair for signing and encrypting serves both uses.
        let pairs = ["cert", "issue", "sip:pair{1}@example.test", "--count", "2"]
        _ = lab.run(pairs + ["--key", "ed25519"])
        #expect(lab.run(pairs).words.contains("issued 0 certificates, skipped 2"))
    }

    @Test(
        "concurrent bulk issues of one pattern give each address one certificate",
        .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
    func concurrent() throws {
        let script = """
            export SMIME_PRESENCE_STORE='\(lab.store)'
            for i in 1 2 3; do
              '\(BuiltProgram.path)' cert issue 'sip:many{0001}@example.test' --count 1500 2>"words$i" &
            done
            wait
            cat words1 words2 words3
            """
        let said = try Tool(name: "bash", directory: lab.directory, seconds: 300)("-c", script)
        let words = String(decoding: said, as: UTF8.self)
        let listed = try certificates("--uri", "sip:many*")
        #expect(listed.count == 1500, "\(words)")
        #expect(Set(listed.compactMap { ($0["filedUnder"] as? [String])?.first }).count == 1500)
        let counts = words.matches(of: /issued (\d+) certificates?(?:, skipped (\d+))?/).map {
            (Int($0.1) ?? 0, $0.2.flatMap { Int($0) } ?? 0)
        }
        #expect(counts.count == 3 && counts.reduce(0) { $0 + $1.0 } == 1500, "\(words)")
        #expect(counts.allSatisfy { $0.0 + $0.1 == 1500 }, "\(words)")
    }

    @Test(
        "concurrent renewals of what expires soon give each address one new certificate",
        .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
    func concurrentRenewals() throws {
        let script = """
            export SMIME_PRESENCE_STORE='\(lab.store)'
            '\(BuiltProgram.path)' cert issue 'sip:many{001}@example.test' --count 60 --days 5 2>issued
            for i in 1 2 3; do
              '\(BuiltProgram.path)' cert renew 'sip:many*' --expires-within 9 2>"words$i" || echo failed >>"words$i" &
            done
            wait
            cat words1 words2 words3
            """
        let said = try Tool(name: "bash", directory: lab.directory, seconds: 300)("-c", script)
        let words = String(decoding: said, as: UTF8.self)
        let listed = try certificates("--uri", "sip:many*")
        #expect(listed.count == 120 && !words.contains("failed"), "\(words)")
        let perURI = Dictionary(grouping: listed.compactMap { ($0["filedUnder"] as? [String])?.first }) { $0 }
        #expect(perURI.count == 60 && perURI.values.allSatisfy { $0.count == 2 }, "\(words)")
        #expect(words.matches(of: /renewed (\d+) certificates?/).map { Int($0.1) ?? 0 }.reduce(0, +) == 60)
        // At the end all three have the address in their selection, so that some are skipped with the reason.
        #expect(words.contains("another process has renewed their certificates meanwhile"), "\(words)")
    }
}
