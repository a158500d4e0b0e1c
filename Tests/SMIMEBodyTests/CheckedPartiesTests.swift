import CMS
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("CheckedRecipient")
struct CheckedRecipientTests {
    private let lab: TestLab
    private let odd: TrustAnchors

    init() throws {
        lab = try TestLab.shared()
        odd = try TrustAnchors([TestIdentity.odd("ca").certificate])
    }

    private func error(_ uri: String, _ certificates: [Certificate], trusting anchors: TrustAnchors)
        -> SMIMEError?
    {
        do throws(SMIMEError) {
            guard let parsed = try? SIPURI.parse(uri) else { return .missingBody }
            _ = try CheckedRecipient.select(parsed, from: certificates, trusting: anchors, at: TestLab.now)
            return nil
        } catch {
            return error
        }
    }

    @Test("needs a certificate that leads to a trust anchor and is valid now")
    func trust() throws {
        #expect(
            error(Exchange.alice, [], trusting: lab.anchors)
                == .noCertificate(uri: Exchange.alice, .enveloping))
        let untrusted = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA).certificate
        let past = CertificateValidity(from: TestLab.now - 86_400, to: TestLab.now - 1)
        let expired = try lab.issue(TestLab.profile(of: .alice), validity: past).certificate
        let early = try lab.issue(
            TestLab.profile(of: .alice), validity: CertificateValidity(from: TestLab.now + 1, days: 1)
        ).certificate
        for (certificate, code) in [
            (untrusted, ReasonCode.untrustedSigner), (expired, .expired), (early, .notYetValid),
        ] {
            guard
                case .untrustedRecipient(Exchange.alice, let cause) = error(
                    Exchange.alice, [certificate], trusting: lab.anchors)
            else {
                Issue.record("\(code) passed")
                continue
            }
            #expect(cause.code == code)
        }
    }

    @Test("needs a certificate that may be used for encryption")
    func keyUsage() throws {
        for name in ["no-key-usage", "agree-only", "no-extended-key-usage", "any-extended-key-usage"] {
            #expect(try error(Exchange.alice, [TestIdentity.odd(name).certificate], trusting: odd) == nil)
        }
        let signOnly = try TestIdentity.odd("sign-only").certificate
        #expect(
            error(Exchange.alice, [signOnly], trusting: odd)
                == .untrustedRecipient(uri: Exchange.alice, .keyUsage(signOnly, .keyUsage(.keyAgreement))))
        let short = try TestIdentity.odd("rsa1024").certificate
        #expect(
            error(Exchange.alice, [short], trusting: odd)
                == .untrustedRecipient(uri: Exchange.alice, .weakAlgorithm("RSA-1024")))
    }

    @Test("needs a certificate that names the recipient")
    func name() throws {
        let alice = try lab.identity(.alice).certificate
        let server = try lab.identity(.server).certificate
        for (uri, certificate, isNamed) in [
            ("sip:alice@EXAMPLE.test", alice, true), ("pres:alice@example.test", alice, true),
            ("sip:example.test", server, true), ("sip:bob@example.test", alice, false),
            ("sip:alice@example.test", server, false), ("sip:example.test", alice, false),
            ("sips:alice@example.test", alice, false), ("sip:other.test", server, false),
        ] {
            #expect((error(uri, [certificate], trusting: lab.anchors) == nil) == isNamed, "\(uri)")
        }
        let none = try lab.issue(.user(address: "alice@example.test", uris: [])).certificate
        #expect(
            error(Exchange.alice, [none], trusting: lab.anchors)
                == .untrustedRecipient(
                    uri: Exchange.alice, .recipientNotNamed(uri: Exchange.alice, certificate: [])))
        #expect(
            try error("sip:example.test", [TestIdentity.odd("dns-domain").certificate], trusting: odd) == nil)
    }

    @Test("gets the newest of the certificates that pass")
    func newest() throws {
        let profile = TestLab.profile(of: .alice)
        let old = try lab.identity(.alice).certificate
        let new = try lab.issue(profile, validity: CertificateValidity(from: TestLab.now - 60, days: 9))
            .certificate
        let early = try lab.issue(profile, validity: CertificateValidity(from: TestLab.now + 60, days: 9))
            .certificate
        for candidates in [[old, new, early], [early, new, old]] {
            let selected = try CheckedRecipient.select(
                SIPURI.parse(Exchange.alice), from: candidates, trusting: lab.anchors, at: TestLab.now)
            #expect(selected.certificate == new && selected.path.anchor == lab.authority.certificate)
        }
    }
}

@Suite("CheckedSigner")
struct CheckedSignerTests {
    private func error(_ uri: String, _ identities: [TestIdentity]) -> SMIMEError? {
        do throws(SMIMEError) {
            guard let parsed = try? SIPURI.parse(uri) else { return .missingBody }
            _ = try CheckedSigner.select(parsed, from: identities.map(\.keyed), at: TestLab.now)
            return nil
        } catch {
            return error
        }
    }

    @Test("needs a certificate that is valid now, may sign and names the signer")
    func checks() throws {
        let lab = try TestLab.shared()
        let alice = try lab.identity(.alice)
        #expect(error(Exchange.alice, []) == .noCertificate(uri: Exchange.alice, .signing))
        let uris = alice.certificate.facts.uris
        #expect(
            error("sip:bob@example.test", [alice])
                == .signerNotSender(sender: "sip:bob@example.test", signer: uris))
        let past = CertificateValidity(from: TestLab.now - 86_400, to: TestLab.now - 1)
        let expired = try lab.issue(TestLab.profile(of: .alice), validity: past)
        #expect(error(Exchange.alice, [expired]) == .expired(expired.certificate, at: TestLab.now))
        #expect(error(Exchange.alice, [expired, alice]) == nil)
        #expect(try error(Exchange.alice, [.odd("agree-only")])?.code == .keyUsage)
        #expect(try error(Exchange.alice, [.odd("rsa1024")]) == .weakAlgorithm("RSA-1024"))
        let mixed = try TestIdentity(certificate: alice.certificate, key: lab.identity(.bob).key)
        #expect(error(Exchange.alice, [mixed]) == .malformed(.cms(.keyDoesNotMatchCertificate)))
        #expect(try error(Exchange.alice, [lab.identity(.server)]) == nil)
    }
}
