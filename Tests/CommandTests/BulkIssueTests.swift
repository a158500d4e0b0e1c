import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert issue, in bulk")
struct BulkIssueTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
    }

    private var listed: [Substring] { lab.run("cert", "list").text.split(separator: "\n") }

    private func write(_ text: String) throws { try lab.directory.write(Array(text.utf8), to: "list") }

    @Test("issues for every line of a file; comments, empty lines and repetitions are skipped")
    func file() throws {
        try write("# lab\n\nsip:alice@EXAMPLE.test\r\n  sips:bob@example.test \nsip:alice@example.test\n#x\n")
        let run = lab.run("cert", "issue", "--from", "list")
        #expect(run.status == .done && run.output.isEmpty)
        #expect(run.words.contains("issued 2 certificates, skipped 1 that have one, until 2027-11-23"))
        #expect(listed.map { $0.prefix(18) } == ["sip:alice@example.", "sip:bob@example.te"])
        for uri in ["sip:alice@example.test", "sip:bob@example.test", "sips:bob@example.test"] {
            #expect(lab.run("cert", "export", uri, "--key").text.contains("BEGIN PRIVATE KEY"))
        }
    }

    @Test("counts up the number in the braces of a pattern, over several batches")
    func pattern() {
        let run = lab.run("cert", "issue", "sip:user{0098}@example.test", "--count", "1003")
        #expect(run.words.contains("issued 1003 certificates, until"))
        #expect(listed.count == 1003)
        #expect(listed.first?.hasPrefix("sip:user0098@example.test ") == true)
        #expect(listed.last?.hasPrefix("sip:user1100@example.test ") == true)
    }

    @Test("goes on where it ended, and issues again for whom no certificate is valid")
    func resumes() throws {
        _ = lab.run("cert", "issue", "sip:user{1}@example.test", "--count", "5", "--days", "10")
        let again = lab.run("cert", "issue", "sip:user{1}@example.test", "--count", "7")
        #expect(again.words.contains("issued 2 certificates, skipped 5 that have one"))
        let later = lab.run(
            ["cert", "issue", "sip:user{1}@example.test", "--count", "7"], now: CommandRun.noon + 11 * 86_400)
        #expect(later.words.contains("issued 5 certificates, skipped 2 that have one"))
        let other = lab.run("cert", "issue", "sip:user{1}@example.test", "--count", "7", "--usage", "sign")
        #expect(other.words.contains("issued 7 certificates, until"))
    }

    @Test(
        "names the line that is wrong, and issues nothing",
        arguments: [
            ("sip:alice@example.test\nbob\n", "line 2 of 'list': 'bob' is not a SIP URI"),
            ("sip:alice@example.test\n\nsip:234150999999999@example.test", "line 3 of 'list'"),
            ("# nothing\n", "'list' holds no URI"),
            ("\u{0}\u{1}\n", "line 1 of 'list'"),
        ])
    func badLine(text: String, words: String) throws {
        try write(text)
        let run = lab.run("cert", "issue", "--from", "list")
        #expect(run.status == .refused && run.words.contains(words), "\(run.words)")
        #expect(listed.isEmpty)
    }

    @Test(
        "is used wrongly",
        arguments: [
            ["sip:alice@example.test", "--from", "list"], ["--from", "list", "--count", "2"],
            ["--from", "list", "--csr", "list"], [], ["sip:user@example.test", "--count", "2"],
            ["sip:u{1}{2}@example.test", "--count", "2"], ["sip:u{}@example.test", "--count", "2"],
            ["sip:u{1234567890}@example.test", "--count", "2"], ["sip:u{1}@example.test", "--count", "0"],
            ["sip:u{1}@example.test"], ["u{1}", "--count", "2"],
        ])
    func usage(arguments: [String]) throws {
        try write("sip:alice@example.test\n")
        #expect(lab.run(["cert", "issue"] + arguments).status == .usage)
        #expect(listed.isEmpty)
    }

    @Test("a pattern without a number requires --count")
    func patternAlone() {
        let run = lab.run("cert", "issue", "sip:user{0001}@example.test")
        #expect(run.status == .usage && run.words.contains("is a pattern, which requires '--count'"))
        #expect(run.words.contains("hint: add '--count N'"))
    }

    @Test("a pattern is refused before anything is issued where counting up would come to what is refused")
    func lengthening() throws {
        // The second would have fourteen digits, as an IMSI may.
        let refused = lab.run("cert", "issue", "sip:123456789012{9}@example.test", "--count", "2")
        #expect(refused.status == .refused && refused.words.contains("IMSI"), "\(refused.words)")
        #expect(listed.isEmpty)
    }

    @Test("warns if a subscriber whose certificate was revoked gets a new one, and only then")
    func afterRevocation() throws {
        let command = ["cert", "issue", "sip:user{1}@example.test", "--count", "3"]
        #expect(!lab.run(command).words.contains("revoked"))
        #expect(lab.run("cert", "revoke", "sip:user2@example.test", "--reason", "superseded").status == .done)
        let again = lab.run(command).words
        #expect(again.contains("issued 1 certificate, skipped 2 that have one"), "\(again)")
        #expect(
            again.contains("warning: issued again for 1 address whose last certificate was revoked"),
            "\(again)")
        #expect(!lab.run(command).words.contains("revoked"))
    }

    @Test("says that nothing was issued when the first batch fails")
    func failure() throws {
        let lines = (1...501).map { "sip:user\($0)@example.test\n" }.joined()
        try write(lines)
        #expect(
            lab.run(["cert", "issue", "--from", "list"]).words.contains("issued 501 certificates"))
        // A CA that ends before the certificates would: refused in the first batch.
        let late = lab.run(
            ["cert", "issue", "--from", "list"], now: CommandRun.noon + 3600 * 86_400)
        #expect(late.status == .refused && late.words.contains("nothing was issued"), "\(late.words)")
        #expect(listed.count == 501)
    }

    @Test("shows its progress on a terminal only")
    func progress() {
        let command = ["cert", "issue", "sip:user{1}@example.test", "--count", "501"]
        let watched = CommandRun.of(
            command, environment: ["SMIME_PRESENCE_STORE": lab.directory.file("store.db")],
            in: lab.directory.path, isWatched: true)
        let lines = watched.words.split(separator: "\r").map { $0.replacing("\u{1B}[K", with: "") }
        #expect(
            lines.prefix(2) == ["issued 125, 125 of 501 done", "issued 219, 219 of 501 done"], "\(lines)")
        #expect(lines.contains("issued 501, 501 of 501 done"), "\(lines)")
        // The line is gone when the last words come.
        #expect(watched.words.contains("\r\u{1B}[Ksmime-presence: issued 501 certificates"))
        #expect(!lab.run(command).words.contains("\r"))
    }
}
