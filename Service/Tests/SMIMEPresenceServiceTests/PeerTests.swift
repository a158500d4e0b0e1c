import CertStore
import Foundation
import HTTPTypes
import SMIMEAgent
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// Which messages may go in clear, and which addresses never fall back.
struct PeerTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    private static let (alice, bob) = ("sip:alice@example.test", "sip:bob@example.test")

    private func profile(prefer: [String] = [], without: [String] = [], require: [String] = []) -> Profile {
        var profile = Profile(name: "edge")
        profile.operations.insert(.peers)
        for (patterns, demand) in [
            (prefer, ProtectionDemand.preferred), (without, .off), (require, .required),
        ] {
            for pattern in patterns.compactMap({ AddressPattern($0) }) {
                profile.protection.add(demand, for: pattern)
            }
        }
        return profile
    }

    private func handling(
        _ direction: String, _ message: [UInt8] = SampleMessages.publish(), under profile: Profile
    ) async throws -> String? {
        let answer = try await lab.post("/v1/judge?direction=\(direction)", message, profile: profile)
        #expect(answer.status == 200)
        return try answer.member("handling")
    }

    @Test(
        arguments: [
            ([], [], [], "refuse"), (["sip:*@example.test"], [], [], "clear"),
            (["sip:alice@example.test"], [], ["sip:*@example.test"], "clear"),
            ([], ["sip:*@example.test"], ["sip:alice@example.test"], "refuse"),
            (["sip:alice@example.test"], ["sip:alice@example.test"], [], "clear"),
            (["sip:*@other.test"], [], [], "refuse"),
        ] as [([String], [String], [String], String)])
    func `a rule for one address outweighs one for its domain, and no address is without a demand`(
        prefer: [String], without: [String], require: [String], expected: String
    ) async throws {
        let found = try await handling(
            "in", under: profile(prefer: prefer, without: without, require: require))
        #expect(found == expected)
    }

    @Test(arguments: [
        "sips:alice@example.test", "pres:alice@example.test", "sip:alice@Example.TEST",
        "sip:alice@example.test:5060", "sip:%61lice@example.test", "sip:alice@example.test;transport=tcp",
    ])
    func `an address of a rule counts under every spelling and scheme`(address: String) async throws {
        let require = profile(without: ["sip:*@example.test"], require: [address])
        #expect(try await handling("in", under: require) == "refuse")
        #expect(try await handling("in", under: profile(without: [address])) == "clear")
        #expect(try await handling("out", under: profile(prefer: [address])) == "protect")
    }

    @Test(arguments: ["sips:*@example.test", "pres:*@example.test", "sip:*@EXAMPLE.test:5060"])
    func `a domain of a rule counts under every spelling and scheme`(users: String) async throws {
        let require = profile(prefer: ["sip:*@example.test"], require: [users])
        #expect(try await handling("in", under: require) == "refuse")
        #expect(try await handling("in", under: profile(without: [users])) == "clear")
    }

    @Test func `of two rules for one address the stricter counts`() async throws {
        let both = profile(prefer: [Self.alice], without: [Self.alice])
        #expect(try await handling("out", under: both) == "protect")
        #expect(try await handling("out", under: profile(without: [Self.alice])) == "clear")
    }

    @Test func `preferred protection is made if there are a key and a certificate for it`() async throws {
        let profile = profile(prefer: ["sip:*@example.test"])
        #expect(try await handling("out", under: profile) == "protect")
        let carol = SampleMessages.publish(
            body: Array(SampleMessages.document(of: "sip:carol@example.test").utf8), from: "carol")
        #expect(try await handling("out", carol, under: profile) == "clear")
    }

    @Test func `a clear message of an address that has sent a protected one is refused`() async throws {
        let profile = profile(prefer: ["sip:*@example.test"], without: [Self.alice])
        #expect(try await handling("in", under: profile) == "clear")
        let protected = try await lab.protected(SampleMessages.publish())
        #expect(try await lab.post("/v1/verify", protected).status == 200)
        #expect(try await handling("in", under: profile) == "clear", "verify records nothing")
        #expect(try await lab.post("/v1/open", protected).status == 200)
        #expect(try await handling("in", under: profile) == "refuse")
        #expect(try await handling("out", under: profile) == "protect")
    }

    @Test
    func `a recorded address is refused in clear without its certificate too, until its record is deleted`()
        async throws
    {
        let profile = profile(prefer: ["sip:*@example.test"])
        _ = try await lab.post("/v1/open", try await lab.protected(SampleMessages.publish()))
        let filed = try lab.database.certificates(forURI: Self.alice)
        for entry in filed { try lab.database.remove(entry.certificate) }
        _ = try lab.agents.store.confirm()
        #expect(try await handling("in", under: profile) == "refuse")
        #expect(try await handling("out", under: profile) == "protect")
        #expect(try lab.database.forgetProtected([Self.alice]) == [Self.alice])
        _ = try lab.agents.store.confirm()
        #expect(try await handling("in", under: profile) == "clear")
    }

    @Test func `a message that is only signed, and one of any sender, prove nothing about the sender`()
        async throws
    {
        let signed = try await lab.post("/v1/protect?only=sign", SampleMessages.publish())
        #expect(try await lab.post("/v1/open", signed.octets).status == 200)
        var any = Profile(name: "any")
        any.acceptsAnySender = true
        let protected = try await lab.protected(SampleMessages.publish())
        #expect(try await lab.post("/v1/open", protected, profile: any).status == 200)
        #expect(try lab.database.protectedAddresses().isEmpty)
    }

    @Test func `a message whose signer is only the asserted identity proves nothing about From`() async throws
    {
        let text = String(decoding: SampleMessages.publish(from: "bob"), as: UTF8.self)
            .replacing("Event:", with: "P-Asserted-Identity: <sip:alice@example.test>\r\nEvent:")
        let protected = try await lab.protected(Array(text.utf8), "?from=sip:alice@example.test")
        var profile = Profile(name: "trusting")
        profile.trustsAssertedIdentity = true
        profile.opening.target = .any
        let opened = try await lab.post("/v1/open", protected, profile: profile)
        #expect(opened.status == 200, "\(opened.text)")
        #expect(try lab.database.protectedAddresses().isEmpty)
    }

    @Test func `PUT records an address for every service of the store, and no request deletes the record`()
        async throws
    {
        let profile = profile(prefer: ["sip:*@example.test"])
        let other = try lab.otherService()
        let path = "/v1/peers/sip:bob@example.test"
        let before = try await lab.send(.get, path, profile: profile)
        #expect(before.status == 200)
        #expect(try before.member("protected") == "0" && before.member("since") == nil)
        let raised = try await lab.send(.put, path, profile: profile)
        #expect(raised.status == 200)
        #expect(try raised.member("protected") == "1" && raised.member("address") == Self.bob)
        let seen = try await other.send(.get, "/v1/peers/pres%3Abob%40example.test", profile: profile)
        #expect(try seen.member("protected") == "1" && seen.member("since") == raised.member("since"))
        #expect(try await lab.send(.delete, path, profile: profile).status == 405)
        #expect(try await lab.send(.put, "/v1/peers/bob", profile: profile).status == 400)
    }

    @Test(arguments: ["in", "out"])
    func `twelve Content-Types of a document give the same decision, under any policy`(direction: String)
        async throws
    {
        let types = [
            "application/pidf+xml", "APPLICATION/PIDF+XML; charset=UTF-8", "application/xml", "text/xml",
            "text/plain", "application/octet-stream", "application/pidf-diff+xml", "message/sipfrag",
            "application/pkcs7-mime; smime-type=signed-data", "application/cpim-pidf+xml", "multipart/mixed",
            "x/y",
        ]
        let required = profile()
        let preferred = profile(prefer: ["sip:*@example.test"])
        let off = profile(without: ["sip:*@example.test"])
        for type in types {
            let message = SampleMessages.publish(type: type)
            let strict = direction == "in" ? "refuse" : "protect"
            // What cannot be read, and a message inside with parties of its own, could be about any user.
            let isReadable = !type.hasPrefix("multipart") && !type.hasPrefix("message")
            let clear = isReadable ? "clear" : strict
            #expect(try await handling(direction, message, under: required) == strict, "\(type)")
            #expect(try await handling(direction, message, under: off) == clear, "\(type)")
            let found = try await handling(direction, message, under: preferred)
            #expect(found == (direction == "in" ? clear : strict), "\(type)")
        }
    }
}
