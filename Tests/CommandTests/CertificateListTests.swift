import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert list")
struct CertificateListTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        for (uri, days) in [("sip:alice@example.test", "10"), ("sips:bob@example.test", "100")] {
            _ = lab.run("cert", "issue", uri, "--days", days)
        }
        _ = lab.run(
            ["cert", "issue", "sip:carol@other.example", "--days", "5", "--allow-other-domain"],
            now: CommandRun.noon - 20 * 86_400)
        _ = lab.run(
            ["cert", "issue", "sip:a_b@example.test", "--days", "5"], now: CommandRun.noon + 20 * 86_400)
    }

    /// The user parts of what a list has.
    private func users(_ arguments: String...) -> [String] {
        lab.run(["cert", "list"] + arguments).text.split(separator: "\n").map {
            String($0.drop { $0 != ":" }.dropFirst().prefix { $0 != "@" })
        }
    }

    @Test("sorts by URI, lines its columns up, and marks what ends soon")
    func table() {
        let lines = lab.run("cert", "list").text.split(separator: "\n").map(String.init)
        #expect(users() == ["a_b", "alice", "bob", "carol"])
        #expect(lines[1].contains("ENDS IN 9 DAYS") && lines[2].contains("  valid  "))
        #expect(lines[0].contains("not-yet-valid") && lines[3].contains("expired"))
        #expect(lines[2].hasPrefix("sip:bob@example.test sips:bob@example.test  "))
        let columns = [0, 1, 3].map { lines[$0].range(of: "until ")?.lowerBound.utf16Offset(in: lines[$0]) }
        #expect(Set(columns).count == 1)
    }

    @Test("lists what is filed under URIs like a pattern, in which only the star is special")
    func pattern() {
        #expect(users("--uri", "sip:*@example.test") == ["a_b", "alice", "bob"])
        #expect(users("--uri", "sips:*") == ["bob"])
        #expect(users("--uri", "*ali*") == ["alice"])
        #expect(users("--uri", "sip:alice@EXAMPLE.test") == ["alice"])
        #expect(users("--uri", "sip:a_b@example.test") == ["a_b"])
        #expect(users("--uri", "sip:_lice@*").isEmpty)
        #expect(users("--uri", "sip:%@*").isEmpty)
        #expect(users("--uri", "sip:ALICE@*").isEmpty)
    }

    @Test("lists what operands name, in any spelling, several and patterns, as --uri does, each once")
    func operands() {
        #expect(users("sip:alice@EXAMPLE.test") == ["alice"])
        #expect(users("sip:bob@example.test", "sips:bob@example.test", "sip:a*") == ["a_b", "alice", "bob"])
        #expect(users("sip:carol@other.example", "--uri", "sips:*") == ["carol", "bob"])
        #expect(users("sip:al*@example.test", "--expires-within", "30") == ["alice"])
        #expect(users("sip:gone@example.test").isEmpty)
        let wrong = lab.run("cert", "list", "bob")
        #expect(wrong.status == .usage && wrong.words.contains("'bob' is not a SIP URI"))
        let many = lab.run(["cert", "list"] + Array(repeating: "sip:*", count: 201))
        #expect(many.status == .usage && many.words.contains("more than the 200"))
        let most = lab.run(["cert", "list"] + (0..<200).map { "sip:x\($0)*" })
        #expect(most.status == .done && most.text.isEmpty)
    }

    @Test(
        "lists what is in a state",
        arguments: [
            ("valid", ["alice", "bob"]), ("expired", ["carol"]), ("not-yet-valid", ["a_b"]), ("revoked", []),
        ])
    func state(state: String, expected: [String]) {
        #expect(users("--state", state) == expected)
    }

    @Test("lists what ends within some days, and has not ended")
    func endsSoon() {
        #expect(users("--expires-within", "9").isEmpty)
        #expect(users("--expires-within", "10") == ["alice"])
        #expect(users("--expires-within", "100", "--uri", "sips:*") == ["bob"])
        #expect(lab.run("cert", "list", "--expires-within", "1", "--state", "expired").status == .usage)
    }

    @Test("a loop that renews what ends soon comes to its end: what was renewed is superseded")
    func superseded() throws {
        let later = CommandRun.noon + 60
        #expect(lab.run(["cert", "renew", "sip:alice@example.test"], now: later).status == .done)
        #expect(users("--expires-within", "15", "--state", "valid").isEmpty)
        #expect(users("--expires-within", "15", "--state", "valid", "--include-superseded") == ["alice"])
        let lines = lab.run("cert", "list", "--uri", "sip:alice@*").text.split(separator: "\n")
        #expect(lines.count == 2 && lines[1].contains("  superseded  ") && lines[0].contains("  valid  "))
        let members = try ReportObject(lab.run("cert", "list", "--format", "json").output).members
        let list = try #require(members["certificates"] as? [[String: Any]])
        #expect(list.map { $0["isSuperseded"] as? Bool } == [false, false, true, false, false])
        #expect(list[2]["state"] as? String == "valid")
        // Taken back, the new one has taken the place of nothing.
        let new = try #require(list[1]["serialNumber"] as? String)
        #expect(lab.run("cert", "revoke", "sip:alice@example.test", "--serial", new).status == .done)
        #expect(users("--expires-within", "15", "--state", "valid") == ["alice"])
        #expect(lab.run("cert", "list", "--include-superseded").status == .usage)
    }

    @Test("what is for one use only, or for other addresses, or of another CA, supersedes nothing else")
    func notSuperseded() throws {
        let later = CommandRun.noon + 60
        let alice = "sip:alice@example.test"
        _ = lab.run(["cert", "issue", alice, "--usage", "sign"], now: later)
        _ = lab.run(["cert", "issue", "sip:bob@example.test"], now: later)
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "other.test")
        _ = other.run(["cert", "issue", alice], now: later)
        _ = lab.run("cert", "import", "-", input: other.run("cert", "export", alice).output)
        #expect(!lab.run("cert", "list").text.contains("superseded"))
        _ = lab.run(["cert", "issue", alice, "--usage", "encrypt"], now: later)
        let lines = lab.run("cert", "list").text.split(separator: "\n")
        #expect(lines.filter { $0.contains("superseded") }.count == 1)
        #expect(lines.contains { $0.contains("superseded") && $0.contains("  both  ") })
    }

    @Test("says the same in JSON, one object a line, with the state")
    func json() throws {
        let run = lab.run("cert", "list", "--format", "json")
        let members = try ReportObject(run.output).members
        #expect(members["version"] as? Int == 1)
        let list = try #require(members["certificates"] as? [[String: Any]])
        #expect(list.compactMap { $0["state"] as? String } == ["not-yet-valid", "valid", "valid", "expired"])
        #expect(list[2]["filedUnder"] as? [String] == ["sip:bob@example.test", "sips:bob@example.test"])
        #expect(list[1]["issuer"] as? String == "CN=CA of example.test,O=smime-presence test CA")
        let empty = lab.run("cert", "list", "--format", "json", "--uri", "sip:absent@example.test")
        #expect(empty.text == "{\"certificates\":[\n],\"version\":1}\n")
    }
}
