import Foundation
import TestSupport
import Testing

@testable import CMS
@testable import smime_presence

/// Commands run in the thread of their test, and the count is that of one thread.
@Suite("decrypt and verify open a body once, whatever the options")
struct OpenedOnceTests {
    private let lab: PolicyLab

    init() throws { lab = try PolicyLab() }

    private func uses(_ arguments: [String], of message: [UInt8]) -> (count: Int, run: CommandRun) {
        let before = PrivateKeyUse.count
        let run = lab.commands.run(arguments, input: message)
        return (PrivateKeyUse.count - before, run)
    }

    private func encrypted(_ options: String..., message: String = "publish.sip") throws -> [UInt8] {
        let run = lab.commands.run(["encrypt", message] + options)
        try #require(run.status == .done, "\(run.words)")
        return run.output
    }

    private static func changed(_ message: [UInt8], _ old: String, _ new: String) throws -> [UInt8] {
        let text = try #require(String(data: Data(message), encoding: .isoLatin1))
        try #require(text.contains(old))
        return Array(try #require(text.replacing(old, with: new).data(using: .isoLatin1)))
    }

    /// Messages that are accepted, and such as are refused after a key was used; with how often one is.
    private func messages() throws -> [(name: String, octets: [UInt8], count: Int)] {
        let one = try encrypted()
        // The store has the keys of all three.
        let others = ["--to", "sip:bob@example.test", "--to", "sip:alice@example.test"]
        let all = ["--cipher", "aes-256-cbc", "--to", "sip:example.test"] + others
        let run = lab.commands.run(["encrypt", "publish.sip"] + all)
        try #require(run.status == .done, "\(run.words)")
        let (several, from) = (run.output, "From: <sip:alice@")
        var broken = several
        broken[broken.count - 17] ^= 1
        return try [
            ("accepted", one, 1), ("tunnel", encrypted("--tunnel"), 1),
            ("changed From", Self.changed(one, from, "From: <sip:mallory@"), 1),
            ("changed Expires", Self.changed(one, "Expires: 3600", "Expires: 3601"), 1),
            ("signed by bob", encrypted("--any-entity", "--from", "sip:bob@example.test"), 1),
            ("CBC", several, 3), ("CBC, changed From", Self.changed(several, from, "From: <sip:mallory@"), 3),
            ("CBC, broken", broken, 3),
        ]
    }

    /// Every option of `decrypt` and `verify` that may change how a body is opened, with one value.
    private static let options = [
        ["--from", "sip:alice@example.test"], ["--any-sender"], ["--any-entity"], ["--any-target"],
        ["--strict-pidf"], ["--allow-unsigned"], ["--allow-weak"], ["--allow-domain-signer"],
        ["--trust-asserted-identity"], ["--require-binding"], ["--allow-unbound"], ["--once"],
        ["--max-age", "600"], ["--allow-future"], ["--at", "2026-11-23T12:00:00Z"],
        ["--require-revocation"], ["--allow-stale-crl"], ["--report", "report.json"],
        ["--policy", "answer-3.xml"], ["--policy", "answer-3.xml", "--trust-network"],
        ["--policy", "answer-3.xml", "--watcher", "sip:bob@example.test"],
        ["--policy", "answer-3.xml", "--leg", "ipsec.json"],
        ["--policy", "answer-3.xml", "--earlier", "publish.sip"],
    ]

    @Test("with each option the key is used as often as without")
    func eachOption() throws {
        for (name, message, count) in try messages() {
            for command in ["decrypt", "verify"] {
                #expect(uses([command], of: message).count == count, "\(name)")
                for option in Self.options {
                    let (found, run) = uses([command] + option, of: message)
                    #expect(found == count, "\(command) \(option) \(name): \(run.words)")
                    #expect(run.status != .usage, "\(run.words)")
                }
            }
        }
    }

    /// Options that have an opinion about a body once it is open.
    private static let combined = [
        ["--once"], ["--policy", "answer-3.xml"], ["--any-sender"], ["--any-target"],
        ["--report", "report.json"], ["--allow-weak"],
    ]

    @Test("and with all combinations of those that judge an open body, the first time and again")
    func combinations() throws {
        for (name, message, count) in try messages() {
            for set in 0..<(1 << Self.combined.count) {
                let options = Self.combined.indices.filter { set & (1 << $0) != 0 }
                    .flatMap { Self.combined[$0] }
                let (found, run) = uses([set % 3 == 0 ? "verify" : "decrypt"] + options, of: message)
                #expect(found == count, "\(options) \(name): \(run.words)")
                #expect(run.status != .usage, "\(run.words)")
            }
        }
    }

    @Test("a message whose rules refuse what came inside is opened once too, and not remembered")
    func refusedInside() throws {
        let access = "P-Access-Network-Info: 3GPP-UTRAN-TDD;network-provided;access-confidentiality="
        let rules = try lab.presentityRules()
        let sent = lab.commands.run(
            "encrypt", "--tunnel", "--outer-headers", "none",
            input: try lab.adding(access + "off", to: "publish.sip"))
        let message = try Self.changed(sent.output, access + "off", access + "on")
        let options = ["--policy", "\(rules).xml", "--trust-network", "--once"]
        for command in ["decrypt", "verify"] {
            let (count, run) = uses([command] + options, of: message)
            #expect(count == 1 && run.status == .refused && run.words.contains("the rules say"))
        }
        #expect(uses(["decrypt", "--once"], of: message).run.status == .done)
    }
}
