import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("--policy and a message inside another")
struct PolicyTunnelTests {
    private let lab: PolicyLab
    private static let access =
        "P-Access-Network-Info: 3GPP-UTRAN-TDD;network-provided;access-confidentiality="
    private static let agreement = "Security-Verify: ipsec-3gpp;q=0.5;alg=hmac-sha-1-96;ealg="

    init() throws { lab = try PolicyLab() }

    /// A PUBLISH with these fields inside, and `outside` in their place around it.
    private func tunnelled(_ inside: String, outside: String) throws -> [UInt8] {
        let sent = lab.commands.run(
            "encrypt", "--tunnel", "--outer-headers", "none", input: try lab.adding(inside, to: "publish.sip")
        )
        try #require(sent.status == .done, "\(sent.words)")
        let text = try #require(String(data: Data(sent.output), encoding: .isoLatin1))
        try #require(text.contains(inside))
        return Array(try #require(text.replacing(inside, with: outside).data(using: .isoLatin1)))
    }

    @Test("what the sender signed of its access counts as much as what stands outside: the worse of both")
    func access() throws {
        let rules = try lab.presentityRules()
        for (inside, outside, isTaken) in [("on", "on", true), ("off", "on", false), ("on", "off", false)] {
            let message = try tunnelled(Self.access + inside, outside: Self.access + outside)
            for command in ["verify", "decrypt"] {
                let run = lab.run(command, "-", rules, nil, "--trust-network", input: message)
                #expect(try lab.passes(run) == isTaken, "\(inside) \(outside): \(run.words)")
            }
        }
    }

    @Test("so does the security agreement that it signed")
    func agreement() throws {
        for (inside, outside, isTaken) in [
            ("aes-cbc", "aes-cbc", true), ("null", "aes-cbc", false), ("aes-cbc", "null", false),
        ] {
            let message = try tunnelled(Self.agreement + inside, outside: Self.agreement + outside)
            let run = lab.run("verify", "-", "answer-5", "agreed", input: message)
            #expect(try lab.passes(run) == isTaken, "\(inside) \(outside): \(run.words)")
        }
    }

    @Test("nothing is remembered of what the rules refuse once it is open")
    func once() throws {
        let rules = try lab.presentityRules()
        let message = try tunnelled(Self.access + "off", outside: Self.access + "on")
        #expect(
            try !lab.passes(lab.run("verify", "-", rules, nil, "--trust-network", "--once", input: message)))
        #expect(lab.commands.run("verify", "--once", input: message).status == .done)
        try lab.commands.expectRefusal(.replayed, of: ["verify", "--once"], input: message, says: ["before"])
    }

    @Test("nor of a SUBSCRIBE whose signer they do not let watch, and once they let it is accepted once")
    func onceSubscribed() throws {
        let rules = String(decoding: try Policies.octets("answer-3"), as: UTF8.self)
        for name in ["alice", "bob"] {
            let one = rules.replacing(
                "<many domain=\"example.test\"/>", with: "<one id=\"sip:\(name)@example.test\"/>")
            try lab.commands.directory.write(Array(one.utf8), to: "\(name).xml")
        }
        let message = lab.commands.run("encrypt", input: PolicyLab.subscribe(body: "<filter-set/>")).output
        #expect(try !lab.passes(lab.run("verify", "-", "alice", nil, "--once", input: message)))
        #expect(try lab.passes(lab.run("verify", "-", "bob", nil, "--once", input: message)))
        let again = lab.run("verify", "-", "bob", nil, "--once", input: message)
        #expect(again.status == .refused && again.words.contains("accepted before"), "\(again.words)")
    }

    @Test("an earlier message that is protected is warned of: what may be inside is not seen")
    func earlier() throws {
        let run = lab.run("encrypt", "notify.sip", "answer-3", nil, "--earlier", "encrypted-publish.sip")
        #expect(run.status == .done && run.words.contains("(earlier-not-opened)"), "\(run.words)")
        #expect(try lab.report().warningCodes.contains("earlier-not-opened"))
        let clear = lab.run("encrypt", "notify.sip", "answer-3", nil, "--earlier", "publish.sip")
        #expect(clear.status == .done && !clear.words.contains("earlier-not-opened"))
        let opened = lab.run(
            "verify", "encrypted-notify.sip", "answer-3", nil, "--earlier", "encrypted-publish.sip")
        #expect(opened.words.contains("(earlier-not-opened)"))
        let decided = lab.commands.run(
            "policy", "decide", "answer-3.xml", "--watcher", "sip:bob@example.test", "--entity",
            "sip:alice@example.test", "--earlier", "encrypted-publish.sip")
        #expect(decided.words.contains("(earlier-not-opened)"), "\(decided.words)")
    }
}
