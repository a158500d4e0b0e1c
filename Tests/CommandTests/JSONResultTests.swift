import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("--format json of commands that change something")
struct JSONResultTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func document(_ arguments: [String], input: [UInt8] = []) throws -> [String: Any] {
        let run = lab.run(arguments + ["--format", "json"], input: input)
        #expect(run.status == .done, "\(arguments): \(run.words)")
        let document = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        let members = try #require(document)
        #expect(members["version"] as? Int == 1)
        return members
    }

    private func states(_ document: [String: Any]) -> [String] {
        (document["certificates"] as? [[String: Any]])?.compactMap { $0["state"] as? String } ?? []
    }

    @Test(
        "certificates are reported as they are after the command, removed ones as they were",
        arguments: [
            (["cert", "issue", "sip:dora@example.test"], ["valid"]),
            (["cert", "issue", "sip:dora@example.test", "--key", "ed25519"], ["valid", "valid"]),
            (["cert", "issue", "sip:erin@example.test", "--csr", "erin.csr", "-o", "erin.pem"], ["valid"]),
            (["cert", "renew", "sip:alice@example.test"], ["valid"]),
            (["cert", "revoke", "sip:alice@example.test"], ["revoked"]),
            (
                ["cert", "revoke", "--certificate", "certificates/user_cert_bob@example.test.pem"],
                ["revoked"]
            ),
            (["cert", "release", "sip:bob@example.test", "--store", "held.db"], ["valid"]),
            (["cert", "remove", "sip:bob@example.test"], ["valid"]),
            (["cert", "import", "certificates", "--store", "new.db"], ["valid", "valid", "valid"]),
            (["cert", "export", "sip:alice@example.test", "-o", "alice.pem"], ["valid"]),
            (["cert", "renew", "sip:*@example.test"], ["valid", "valid"]),
        ])
    func certificates(arguments: [String], expected: [String]) throws {
        #expect(states(try document(arguments)) == expected, "\(arguments)")
    }

    @Test("a bulk issue has counts")
    func bulk() throws {
        let bulk = ["cert", "issue", "sip:user{1}@example.test", "--count", "3"]
        let first = try document(bulk)
        #expect(first["issued"] as? Int == 3 && first["skipped"] as? Int == 0)
        #expect(first["notAfter"] as? String == "2027-11-23T11:59:59Z")
        #expect(try document(bulk)["skipped"] as? Int == 3)
    }

    @Test("learned certificates have their ciphers, as cert show has, until they are removed")
    func learned() throws {
        let signed = lab.run("sign", "publish.sip").output
        let learned = try document(["cert", "learn"], input: signed)
        let certificate = try #require((learned["certificates"] as? [[String: Any]])?.first)
        let ciphers = try #require(certificate["ciphers"] as? [String])
        #expect(ciphers.contains("aes-256-gcm") && certificate["keyDerivations"] is [String])
        let shown = lab.run("cert", "show", "sip:alice@example.test").text
        #expect(shown.contains("opens:          \(ciphers.joined(separator: ", "))"))
        let pem = lab.run("cert", "export", "sip:alice@example.test").output
        _ = lab.run("cert", "remove", "sip:alice@example.test")
        _ = lab.run("cert", "import", "-", input: pem)
        #expect(!lab.run("cert", "show", "sip:alice@example.test").text.contains("opens:"))
    }

    @Test("trust anchors and CRLs are reported when they are added and removed")
    func trust() throws {
        let added = try document(["trust", "add", "testca.pem", "--crl", "testca.crl", "--store", "new.db"])
        let anchor = try #require((added["anchors"] as? [[String: Any]])?.first)
        let identifier = try #require(anchor["id"] as? String)
        let list = try #require((added["revocationLists"] as? [[String: Any]])?.first)
        #expect(list["outcome"] as? String == "added")
        let again = try document(["trust", "crl", "import", "testca.crl", "--store", "new.db"])
        #expect((again["revocationLists"] as? [[String: Any]])?.first?["outcome"] as? String == "present")
        let number = try #require(list["id"] as? String)
        let gone = try document(["trust", "crl", "remove", number, "--store", "new.db"])
        #expect((gone["revocationLists"] as? [[String: Any]])?.first?["id"] as? String == number)
        let distrusted = try document(["trust", "remove", identifier, "--store", "new.db"])
        #expect((distrusted["anchors"] as? [[String: Any]])?.first?["id"] as? String == identifier)
    }

    @Test("store commands report their counts")
    func store() throws {
        let check = try document(["store", "check"])
        #expect(check["certificates"] as? Int == 5 && check["keys"] as? Int == 4)
        #expect(check["keysNotOpened"] as? Int == 0 && (check["defects"] as? [String])?.isEmpty == true)
        #expect(try document(["store", "backup", "copy.db"])["file"] as? String == "copy.db")
        #expect(try document(["store", "copy", "copy.db", "other.db"])["certificates"] as? Int == 5)
    }

    @Test("JSON is refused if another result goes to standard output")
    func mixed() {
        for arguments in [
            ["cert", "export", "sip:alice@example.test"],
            ["cert", "issue", "sip:erin@example.test", "--csr", "erin.csr"],
            ["cert", "issue", "sip:erin@example.test", "--csr", "erin.csr", "-o", "-"],
        ] {
            let run = lab.run(arguments + ["--format", "json"])
            #expect(run.status == .usage && run.words.contains("'--format json' requires '--output FILE'"))
        }
    }
}
