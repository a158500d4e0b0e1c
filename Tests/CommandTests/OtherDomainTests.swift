import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("The domain of the CA")
struct OtherDomainTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "Example.test").status == .done)
    }

    @Test(
        "and every domain below it get certificates",
        arguments: [
            "sip:example.test", "sip:a@example.test", "sips:b@EXAMPLE.test", "sip:c@pbx.example.test",
        ])
    func own(uri: String) {
        #expect(lab.run("cert", "issue", uri).status == .done)
        #expect(lab.run(["ca", "rotate"], now: CommandRun.noon + 1).status == .done)
        #expect(lab.run(["cert", "issue", uri], now: CommandRun.noon + 2).status == .done)
    }

    @Test(
        "is the only one to get certificates, unless others are allowed",
        arguments: [
            "sip:alice", "sip:a@other.test", "sip:a@notexample.test", "sip:example.test.evil", "sip:test",
        ])
    func other(uri: String) {
        let refused = lab.run("cert", "issue", uri)
        #expect(refused.status == .refused && refused.output.isEmpty)
        #expect(refused.words.contains("not in the domain of the CA (example.test)"), "\(refused.words)")
        #expect(refused.words.contains("--allow-other-domain"))
        #expect(lab.run("cert", "list").text.isEmpty)
        #expect(lab.run("cert", "issue", uri, "--allow-other-domain").status == .done)
        #expect(lab.run(["cert", "renew", uri], now: CommandRun.noon + 1).status == .done)
    }

    @Test("counts for lists, patterns and requests too, before anything is issued")
    func bulk() throws {
        try lab.directory.write(Array("sip:a@example.test\nsip:b@other.test\n".utf8), to: "list.txt")
        try lab.directory.write(Vectors.octets("requests/erin.csr"), to: "erin.csr")
        let commands = [
            ["--from", "list.txt"], ["sip:u{1}@other.test", "--count", "3"],
            ["sip:u@d{8}.example.test.{1}", "--count", "3"], ["sip:d{9}.test", "--count", "2"],
            ["sip:erin@other.test", "--csr", "erin.csr"],
        ]
        for arguments in commands {
            let refused = lab.run(["cert", "issue"] + arguments)
            #expect(refused.status != .done && refused.output.isEmpty, "\(arguments): \(refused.words)")
            #expect(lab.run("cert", "list").text.isEmpty, "\(arguments)")
        }
        for arguments in [commands[0], commands[1], commands[3], commands[4]] {
            let allowed = lab.run(["cert", "issue", "--allow-other-domain"] + arguments)
            #expect(allowed.status == .done, "\(arguments): \(allowed.words)")
        }
        #expect(lab.run("cert", "issue", "sip:d{1}.example.test", "--count", "3").status == .done)
    }
}
