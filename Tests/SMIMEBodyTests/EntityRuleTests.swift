import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The presence document is the signer's")
struct EntityRuleTests {
    private func reason(
        about entity: String, by holder: TestLab.Holder = .alice, from sender: String = Exchange.alice,
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> SMIMEError? {
        try Exchange.refusal(
            of: Exchange.signed(Exchange.presence(of: entity), by: holder), from: sender, policy: policy)?
            .reason
    }

    @Test(
        "by any of its schemes for one user",
        arguments: [
            "sip:alice@example.test", "pres:alice@example.test", "im:alice@example.test",
            "sip:alice@EXAMPLE.TEST", "SIP:%61lice@example.test",
        ])
    func own(entity: String) throws {
        #expect(try reason(about: entity) == nil)
    }

    @Test(
        "and not of another user",
        arguments: [
            "sip:bob@example.test", "pres:bob@example.test", "sips:alice@example.test",
            "sip:Alice@example.test",
            "sip:example.test", "mailto:alice@example.test", "sip:alice@example.com",
            "sip:alice@example.test:5070",
        ])
    func others(entity: String) throws {
        guard case .entityNotSender(entity, _) = try reason(about: entity) else {
            Issue.record("\(entity) passed for alice's")
            return
        }
    }

    @Test("also in a part of a multipart, at any depth, and in content that another user signed before")
    func parts() throws {
        let bob = try Exchange.presence(of: "sip:bob@example.test")
        let mixed = try SpoofingShape.multipart("mixed", [SpoofingShape.clear(), bob])
        for content in [
            mixed, try SpoofingShape.multipart("related", [mixed]),
            try SpoofingShape.multipart("alternative", [Exchange.presence(), bob]),
            try Exchange.signed(bob, by: .bob, form: .detached),
        ] {
            guard case .entityNotSender? = try Exchange.refusal(of: Exchange.signed(content))?.reason else {
                Issue.record("bob's passed for alice's in \(content.headerFields)")
                continue
            }
            let anyEntity = Exchange.policy { $0.entity = .any }
            let warnings = try Exchange.open(Exchange.signed(content), policy: anyEntity).warnings
            #expect(warnings.contains(.entityNotSender(entity: "sip:bob@example.test")))
        }
        let own = try SpoofingShape.multipart("mixed", [SpoofingShape.clear(), Exchange.presence()])
        #expect(try Exchange.open(Exchange.signed(own)).warnings.isEmpty)
        let broken = try SpoofingShape.multipart(
            "mixed", [Exchange.entity("application/pidf+xml", "<presence")])
        #expect(try Exchange.refusal(of: Exchange.signed(broken))?.reason.code == .malformed)
    }

    @Test("but a domain's list server reports on others, in parts (RFC 4662 §5.2)")
    func list() throws {
        let list = try SpoofingShape.multipart(
            "related",
            [
                Exchange.entity("application/rlmi+xml", "<list/>"),
                Exchange.presence(of: "sip:dora@example.com"),
            ])
        let body = try Exchange.signed(list, by: .server)
        #expect(try Exchange.refusal(of: body, in: .notify, as: .bob) == nil)
        guard case .entityNotSender? = try Exchange.refusal(of: Exchange.signed(list))?.reason else {
            Issue.record("alice passed for a list server")
            return
        }
    }

    @Test("in the domain of a domain's certificate")
    func domain() throws {
        let policy = Exchange.policy { $0.domainSigner = .anyMessage }
        for entity in ["sip:alice@example.test", "pres:bob@example.test"] {
            #expect(try reason(about: entity, by: .server, policy: policy) == nil)
        }
        #expect(
            try reason(about: "sip:alice@example.com", by: .server, policy: policy)
                == .entityNotSender(entity: "sip:alice@example.com", sender: ["sip:example.test"]))
    }

    @Test("and a request of the domain itself must not represent a user (RFC 3856 §6.7)")
    func domainRequest() throws {
        let message = SampleMessage.publish.with("From", "<sip:example.test>;tag=s1")
        let body = try Exchange.signed(Exchange.presence(), by: .server)
        #expect(
            try Exchange.refusal(of: body, in: message)
                == .entityNotSender(entity: Exchange.alice, sender: ["sip:example.test"]))
        let policy = Exchange.policy { $0.domainSigner = .anyMessage }
        #expect(try Exchange.refusal(of: body, in: message, policy: policy) == nil)
        let own = try Exchange.signed(Exchange.presence(of: "sip:example.test"), by: .server)
        #expect(try Exchange.refusal(of: own, in: message) == nil)
    }

    @Test("unless any entity is allowed, with a warning")
    func anyEntity() throws {
        let signed = try Exchange.signed(Exchange.presence(of: "sip:bob@example.test"))
        let opened = try Exchange.open(signed, policy: Exchange.policy { $0.entity = .any })
        #expect(opened.warnings == [.entityNotSender(entity: "sip:bob@example.test")])
    }

    @Test("or the sender's if unsigned content is allowed")
    func unsigned() throws {
        let policy = Exchange.policy { $0.unsigned = .allow }
        #expect(try Exchange.refusal(of: Exchange.enveloped(Exchange.presence()), policy: policy) == nil)
        let bobs = try Exchange.enveloped(Exchange.presence(of: "sip:bob@example.test"))
        #expect(
            try Exchange.refusal(of: bobs, policy: policy)?.reason
                == .entityNotSender(entity: "sip:bob@example.test", sender: [Exchange.alice]))
    }

    @Test("before a signature around an envelope counts")
    func wrapped() throws {
        // Mallory, here bob, wraps an envelope that he cannot read.
        let stolen = try Exchange.enveloped(Exchange.presence())
        let policy = Exchange.policy { $0.entity = .any }
        let bob = "sip:bob@example.test"
        #expect(try Exchange.refusal(of: Exchange.signed(stolen, by: .bob), from: bob)?.reason == .unsigned)
        #expect(
            try Exchange.refusal(of: Exchange.signed(stolen, by: .bob), from: bob, policy: policy)?.reason
                == .unsigned)
        let text = try Exchange.enveloped(Exchange.entity("text/plain", "hello"))
        #expect(try Exchange.refusal(of: Exchange.signed(text))?.reason == .unsigned)
        let opened = try Exchange.open(
            Exchange.signed(text), policy: Exchange.policy { $0.unsigned = .allow })
        #expect(opened.warnings == [.unsigned] && opened.signature?.covers == .ciphertext)
    }

    @Test("and is well formed if it is one at all")
    func malformed() throws {
        let broken = try Exchange.entity("application/pidf+xml", "<presence")
        #expect(try Exchange.refusal(of: Exchange.signed(broken))?.reason.code == .malformed)
        let other = try Exchange.entity("application/watcherinfo+xml", "<anything/>")
        #expect(try Exchange.open(Exchange.signed(other)).presence == nil)
    }
}
