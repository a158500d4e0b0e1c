import CertStore
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Addresses whose messages are known to be protected")
struct PeerCommandTests {
    private let lab: CommandLab
    private static let (alice, bob) = ("sip:alice@example.test", "sip:bob@example.test")

    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        let store = try CertStore.open(lab.store)
        for address in [Self.bob, Self.alice] { try store.recordProtected(address, at: CommandRun.noon) }
    }

    @Test("are listed with the time of their record, as lines or JSON")
    func listed() throws {
        let text = lab.run("peer", "list")
        #expect(text.status == .done)
        #expect(
            String(decoding: text.output, as: UTF8.self)
                == "\(Self.alice)  since 2026-11-23T12:00:00Z\n\(Self.bob)  since 2026-11-23T12:00:00Z\n")
        let json = try JSONSerialization.jsonObject(
            with: Data(lab.run("peer", "list", "--format", "json").output))
        let peers = try #require((json as? [String: Any])?["peers"] as? [[String: String]])
        #expect(peers.map(\.["address"]) == [Self.alice, Self.bob])
    }

    @Test("are cleared by name under any scheme, and say so if they were not known")
    func cleared() {
        let run = lab.run("peer", "clear", "pres:alice@example.test", "sip:carol@example.test")
        #expect(run.status == .done)
        #expect(run.words.contains("deleted: \(Self.alice)"), "\(run.words)")
        #expect(run.words.contains("not recorded: sip:carol@example.test"), "\(run.words)")
        let rest = lab.run("peer", "list").output
        #expect(String(decoding: rest, as: UTF8.self).hasPrefix(Self.bob))
    }

    @Test("must be named")
    func unnamed() {
        #expect(lab.run("peer", "clear").status == .usage)
        #expect(lab.run("peer", "clear", "bob").status == .usage)
    }
}
