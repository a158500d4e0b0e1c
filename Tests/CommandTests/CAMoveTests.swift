import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("ca export, ca import")
struct CAMoveTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"
    private static let later = CommandRun.noon + 60
    private static let other = ["--store", "other.db"]

    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("cert", "issue", Self.alice).status == .done)
        #expect(lab.run(["ca", "rotate"], now: Self.later).status == .done)
        #expect(lab.run(["cert", "revoke", Self.alice], now: Self.later).status == .done)
        try lab.directory.write(Array("secret\n".utf8), to: "password")
    }

    private func export(_ more: String...) -> CommandRun {
        lab.run(
            ["ca", "export", "--key", "--password-file", "password", "-o", "ca.pem"] + more,
            now: Self.later + 1)
    }

    private func `import`(_ more: String...) -> CommandRun {
        lab.run(
            ["ca", "import", "ca.pem", "--password-file", "password"] + Self.other + more, now: Self.later + 2
        )
    }

    @Test("the trusted certificates are written, the current one first, and 'trust add' imports them")
    func certificates() throws {
        let run = lab.run("ca", "export")
        let written = try Certificate.certificates(pem: run.output)
        let own = try Certificate(der: lab.run("ca", "show", "--der").output)
        #expect(written.count == 2 && written[0] == own)
        #expect(lab.run("ca", "export", "-o", "anchors.pem").status == .done)
        #expect(try lab.directory.octets(of: "anchors.pem") == run.output)
        #expect(lab.run(["trust", "add", "anchors.pem"] + Self.other).status == .done)
        #expect(lab.run("ca", "crl").status == .done)
        #expect(lab.run(["ca", "rotate", "--compromised"], now: Self.later).status == .done)
        #expect(try Certificate.certificates(pem: lab.run("ca", "export").output).count == 2)
    }

    @Test("a moved CA issues and revokes in the other store, but not in the one it left")
    func move() throws {
        let message = try signed()
        let exported = export()
        #expect(exported.status == .done && exported.words.contains("ca import FILE"), "\(exported.words)")
        #expect(try lab.directory.permissions(of: "ca.pem") == 0o600)
        let refused = lab.run(["cert", "issue", "sip:bob@example.test"], now: Self.later + 2)
        #expect(refused.status == .refused && refused.words.contains("ca import FILE"), "\(refused.words)")
        #expect(lab.run(["ca", "crl"], now: Self.later + 2).status == .refused)
        #expect(lab.run("store", "check").status == .done)

        let imported = `import`()
        #expect(imported.words.components(separatedBy: "trusted ").count == 3, "\(imported.words)")
        #expect(imported.status == .done && imported.words.contains("--no-crl-was-lost"), "\(imported.words)")
        let early = lab.run(["cert", "issue", "sip:bob@example.test"] + Self.other, now: Self.later + 2)
        #expect(early.status == .refused && early.words.contains("--merge FILE"), "\(early.words)")
        let list = lab.run(["ca", "crl", "--no-crl-was-lost"] + Self.other, now: Self.later + 3)
        #expect(try RevocationList.lists(pem: list.output).map(\.count) == [1, 1])
        #expect(
            lab.run(["cert", "issue", "sip:bob@example.test"] + Self.other, now: Self.later + 3).status
                == .done)
        #expect(lab.run(["cert", "show", Self.alice] + Self.other).text.contains("revoked at"))
        #expect(
            lab.run(["verify", "--any-target"] + Self.other, input: message, now: Self.later).status
                == .refused)
        #expect(lab.run(["store", "check"] + Self.other).status == .done)
        #expect(`import`().status == .environment)
    }

    private func signed() throws -> [UInt8] {
        try lab.directory.write(ExampleLab.publish, to: "publish.sip")
        #expect(lab.run(["cert", "renew", Self.alice], now: Self.later).status == .done)
        let message = lab.run(["sign", "publish.sip"], now: Self.later).output
        let serial = try Certificate(der: lab.run("cert", "export", Self.alice, "--der").output).facts
            .serialNumber
        #expect(lab.run(["cert", "revoke", Self.alice, "--serial", serial], now: Self.later).status == .done)
        return message
    }

    @Test("the CA is not moved if the file cannot be written", arguments: ["absent/ca.pem", "password"])
    func unwritten(name: String) throws {
        let run = lab.run("ca", "export", "--key", "--password-file", "password", "-o", name)
        #expect(run.status == .environment || run.status == .usage, "\(run.words)")
        #expect(lab.run("ca", "crl").status == .done)
        #expect(try lab.directory.octets(of: "password") == Array("secret\n".utf8))
    }

    @Test("the key is written only under a password")
    func usage() {
        #expect(lab.run("ca", "export", "--key").status == .usage)
        #expect(lab.run("ca", "export", "--password-file", "password").status == .usage)
        #expect(lab.run("ca", "export", "--format", "json").status == .usage)
        #expect(lab.run("ca", "export", "--key", "--password-file", "absent").status == .environment)
        #expect(lab.run("ca", "crl").status == .done)
        #expect(lab.run("ca", "export", "--store", "absent.db").status == .environment)
    }

    @Test("a wrong password, another file and a store with another CA are refused, and nothing is imported")
    func refusals() throws {
        #expect(export().status == .done)
        try lab.directory.write(Array("wrong\n".utf8), to: "wrong")
        try lab.directory.write(Array("text\n".utf8), to: "text")
        #expect(lab.run("ca", "export", "-o", "anchors.pem").status == .done)
        for (file, password) in [("ca.pem", "wrong"), ("text", "password"), ("anchors.pem", "password")] {
            let run = lab.run(["ca", "import", file, "--password-file", password] + Self.other)
            #expect(run.status == .refused || run.status == .environment, "\(file) \(run.words)")
            #expect(run.words.contains("hint: "), "\(file) \(run.words)")
        }
        #expect(try !lab.directory.names().contains("other.db"))
        #expect(lab.run(["ca", "init", "--domain", "x.test"] + Self.other).status == .done)
        #expect(`import`().status == .environment)
        let unencrypted = lab.run(["ca", "import", "ca.pem", "--store", "third.db"])
        #expect(unencrypted.status != .done && unencrypted.words.contains("password"), "\(unencrypted.words)")
    }

    @Test("the JSON has the standing and the use of every key")
    func json() throws {
        func keys(_ run: CommandRun) throws -> [[String]] {
            #expect(run.status == .done, "\(run.words)")
            let report = try ReportObject(run.output).members
            #expect(report["version"] as? Int == 1)
            return (report["keys"] as? [[String: Any]] ?? []).map { key in
                ["standing", "use", "domain"].map { key[$0] as? String ?? "" }
            }
        }
        let both = [["current", "in-use", "example.test"], ["retired", "in-use", "example.test"]]
        #expect(try keys(lab.run("ca", "show", "--format", "json")) == both)
        #expect(try keys(lab.run("ca", "crl", "-o", "x.crl", "--format", "json")) == both)
        #expect(try keys(lab.run("ca", "export", "-o", "x.pem", "--format", "json")) == both)
        #expect(try keys(export("--format", "json")).map { $0[1] } == ["exported", "exported"])
        let imported = `import`("--format", "json")
        #expect(try keys(imported).map { $0[1] } == ["awaits-last-crl", "awaits-last-crl"])
        let report = try ReportObject(imported.output).members
        #expect(report["issued"] as? Int == 1 && report["crls"] == nil)
        let new = try CommandLab()
        #expect(
            try keys(new.run("ca", "init", "--domain", "x.test", "--format", "json"))
                == [["current", "in-use", "x.test"]])
        #expect(try keys(new.run(["ca", "renew", "--format", "json"], now: Self.later)).count == 1)
        #expect(
            try keys(new.run(["ca", "rotate", "--compromised", "--format", "json"], now: Self.later))
                .map { $0[0] } == ["current", "compromised"])
        #expect(new.run("ca", "crl", "--format", "json").status == .usage)
        #expect(new.run("ca", "show", "--format", "json", "--der").status == .usage)
    }
}
