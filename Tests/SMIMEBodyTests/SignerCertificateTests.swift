import CMS
import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The signer's certificate")
struct SignerCertificateTests {
    private let lab: TestLab
    private let alice: TestIdentity

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice)
    }

    private func odd() throws -> TrustAnchors {
        try TrustAnchors([TestIdentity.odd("ca").certificate])
    }

    private func open(
        _ entity: MIMEEntity, knowing certificates: [Certificate] = [], trusting anchors: TrustAnchors
    ) throws -> OpenedBody {
        let opener = Opener(
            keys: KeyRing(), certificates: KeyRing(certificates: certificates), trusting: anchors)
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        return try opener.open(entity, in: context)
    }

    private func reason(_ body: () throws -> OpenedBody) -> SMIMEError? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? OpeningRefusal)?.reason
        }
    }

    @Test("is found in the source if the message does not have it (RFC 8591 §7.1)")
    func absent() throws {
        let bare = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0].elements.remove(at: 3)
        }
        #expect(try Exchange.open(bare, knowing: [alice.certificate]).signature?.signer == alice.certificate)
        #expect(try Exchange.refusal(of: bare)?.reason.code == .untrustedSigner)
    }

    @Test("is found by its key identifier, in the message or the source")
    func keyIdentifier() throws {
        let identifier = try #require(alice.certificate.facts.subjectKeyIdentifier)
        let named = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0, 0].octets = [3]
            message[1, 0, 4, 0, 0].octets = [3]
            message[1, 0, 4, 0, 1] = DERNode(0x80, identifier)
        }
        #expect(try Exchange.open(named).signature?.signer == alice.certificate)
        let bare = try Exchange.changing(named) { $0[1, 0].elements.remove(at: 3) }
        #expect(try Exchange.open(bare, knowing: [alice.certificate]).entity == Exchange.presence())
    }

    @Test("is the next one if another has the same issuer and serial number (RFC 6216)")
    func collision() throws {
        let (one, two) = try (TestIdentity.odd("twin-one"), TestIdentity.odd("twin-two"))
        let signed = try Exchange.signed(Exchange.presence(), by: two)
        for known in [[one, two], [two, one], [one]] {
            let opened = try open(signed, knowing: known.map(\.certificate), trusting: odd())
            #expect(opened.signature?.signer == two.certificate)
        }
        let bare = try Exchange.changing(signed) { $0[1, 0].elements.remove(at: 3) }
        #expect(
            reason { try open(bare, knowing: [one.certificate], trusting: odd()) }
                == .signingCertificateMismatch(one.certificate))
        let unnamed = try Exchange.changing(bare) {
            $0.removeSignedAttribute(AttributeType.signingCertificateV2)
            try $0.sign(by: two.key)
        }
        #expect(try open(unnamed, knowing: [two.certificate], trusting: odd()).signature != nil)
        #expect(reason { try open(unnamed, knowing: [one.certificate], trusting: odd()) } == .badSignature)
    }

    @Test("must lead to a known trust anchor, whatever certificates are in the message")
    func untrusted() throws {
        let mallory = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA)
        let signed = try Exchange.changing(Exchange.signed(Exchange.presence(), by: mallory)) { message in
            message[1, 0, 3].elements.append(try DERNode(parsing: lab.untrustedCA.certificate.der))
        }
        guard case .untrustedSigner(let blamed, _, _) = try Exchange.refusal(of: signed)?.reason else {
            Issue.record("not refused as untrusted")
            return
        }
        #expect([mallory.certificate, lab.untrustedCA.certificate].contains(blamed))
    }

    @Test("is not trusted if a user's certificate issued it")
    func userAsIssuer() throws {
        let issuer = try CertificateAuthority(certificate: alice.certificate, key: alice.key)
        let mallory = try lab.issue(
            TestLab.profile(of: .bob), by: issuer,
            validity: CertificateValidity(from: TestLab.now - 3600, days: 1))
        let signed = try Exchange.changing(
            Exchange.signed(Exchange.presence(of: "sip:bob@example.test"), by: mallory)
        ) { $0[1, 0, 3].elements.append(try DERNode(parsing: alice.certificate.der)) }
        let refusal = try Exchange.refusal(of: signed, from: "sip:bob@example.test")
        #expect(refusal?.reason.code == .untrustedSigner)
    }

    @Test("must be valid at the instant of the check")
    func validity() throws {
        let past = CertificateValidity(from: TestLab.now - 86_400, to: TestLab.now - 1)
        let expired = try lab.issue(TestLab.profile(of: .alice), validity: past)
        #expect(
            try Exchange.refusal(of: Exchange.signed(Exchange.presence(), by: expired))?.reason
                == .expired(expired.certificate, at: TestLab.now))
        let future = CertificateValidity(from: TestLab.now + 1, days: 1)
        let early = try lab.issue(TestLab.profile(of: .alice), validity: future)
        #expect(
            try Exchange.refusal(of: Exchange.signed(Exchange.presence(), by: early))?.reason
                == .notYetValid(early.certificate, at: TestLab.now))
    }

    @Test("is the one that is valid now if an expired one in the source has the same key")
    func renewed() throws {
        let past = CertificateValidity(from: TestLab.now - 86_400, to: TestLab.now - 1)
        let expired = try lab.authority.issue(TestLab.profile(of: .alice), for: alice.key, validity: past)
        let identifier = try #require(alice.certificate.facts.subjectKeyIdentifier)
        let signed = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0, 0].octets = [3]
            message[1, 0, 4, 0, 0].octets = [3]
            message[1, 0, 4, 0, 1] = DERNode(0x80, identifier)
        }
        #expect(try Exchange.open(signed, knowing: [expired]).signature?.signer == alice.certificate)
    }

    @Test("must be allowed to sign, and must not be a certification authority's")
    func fitness() throws {
        let presence = try Exchange.presence()
        for name in [
            "no-key-usage", "sign-only", "no-extended-key-usage", "any-extended-key-usage", "user-and-domain",
        ] {
            let identity = try TestIdentity.odd(name)
            _ = try open(Exchange.signed(presence, by: identity), trusting: odd())
        }
        let agreeOnly = try TestIdentity.odd("agree-only")
        #expect(
            reason { try open(Exchange.signed(presence, by: agreeOnly), trusting: odd()) }
                == .keyUsage(agreeOnly.certificate, .keyUsage([.digitalSignature, .nonRepudiation])))
        let unknown = try TestIdentity.odd("unknown-critical")
        #expect(
            reason { try open(Exchange.signed(presence, by: unknown), trusting: odd()) }?.code
                == .untrustedSigner)
        let authority = TestIdentity(certificate: lab.authority.certificate, key: lab.authority.key)
        #expect(
            try Exchange.refusal(of: Exchange.signed(presence, by: authority))?.reason
                == .keyUsage(authority.certificate, .certificationAuthority))
        // A user with a domain's extended key usage, and vice versa.
        let wrong = try lab.issue(.domain("alice", uri: Exchange.alice))
        #expect(
            try Exchange.refusal(of: Exchange.signed(presence, by: wrong))?.reason
                == .keyUsage(wrong.certificate, .extendedKeyUsage(["1.3.6.1.5.5.7.3.20"], kind: .user)))
        let server = try lab.issue(.user(address: "server", uris: ["sip:example.test"]))
        #expect(try Exchange.refusal(of: Exchange.signed(presence, by: server))?.reason.code == .keyUsage)
    }

    @Test("is skipped in the message if it is broken")
    func broken() throws {
        let nonsense = DERNode(0x30, elements: [DERNode(0x02, [1])])
        let beside = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0, 3].elements.append(nonsense)
        }
        #expect(try Exchange.open(beside).entity == Exchange.presence())
        let instead = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0, 3].elements = [nonsense]
        }
        #expect(try Exchange.refusal(of: instead)?.reason.code == .untrustedSigner)
    }
}
