import CMS
import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Revocation")
struct RevocationTests {
    private let lab: TestLab
    private let alice: TestIdentity
    private let server: TestIdentity

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice)
        server = try lab.identity(.server)
    }

    /// Trust in the test CA, with a CRL that revokes those certificates.
    private func anchors(
        revoking certificates: [Certificate] = [], from: Date = TestLab.now - 60,
        to: Date = TestLab.now + 60
    ) throws -> TrustAnchors {
        let entries = certificates.map {
            RevokedCertificate(
                serialNumber: $0.facts.serialNumber, revokedAt: TestLab.now - 90, reason: .keyCompromise)
        }
        let list = try lab.authority.revocationList(number: 2, revoked: entries, at: from, nextUpdate: to)
        return try TrustAnchors([lab.authority.certificate], revocationLists: [list])
    }

    private func open(
        _ entity: MIMEEntity, trusting anchors: TrustAnchors, policy: OpeningPolicy = OpeningPolicy()
    ) -> Result<OpenedBody, OpeningRefusal> {
        Result {
            () throws(OpeningRefusal) in
            try Opener(
                keys: KeyRing([server.keyed]), certificates: KeyRing(), trusting: anchors, policy: policy
            ).open(entity, in: context())
        }
    }

    private func context() -> OpeningContext {
        OpeningContext(
            sender: (try? SIPURI.parse(Exchange.alice)).map { .expected($0) } ?? .any, at: TestLab.now)
    }

    private func reason(_ result: Result<OpenedBody, OpeningRefusal>) -> SMIMEError? {
        if case .failure(let refusal) = result { refusal.reason } else { nil }
    }

    /// Signed by alice; the same in an envelope of each kind.
    private func protected() throws -> [MIMEEntity] {
        let signed = try Exchange.signed(Exchange.presence())
        return [signed, try Exchange.enveloped(signed), try Exchange.enveloped(signed, cipher: .aes256CBC)]
    }

    @Test("refuses content signed with a revoked certificate, in every kind of body")
    func revokedSigner() throws {
        let anchors = try anchors(revoking: [alice.certificate])
        for body in try protected() {
            let refused = reason(open(body, trusting: anchors))
            #expect(refused == .revoked(alice.certificate, at: TestLab.now - 90, reason: .keyCompromise))
            #expect(refused?.code == .revoked && refused?.code?.sipStatus == 437)
        }
        let others = try self.anchors(revoking: [server.certificate])
        for body in try protected() { #expect(try open(body, trusting: others).get().warnings.isEmpty) }
    }

    @Test("refuses with an outdated CRL, and accepts with a warning if the policy allows it")
    func outdated() throws {
        let body = try Exchange.signed(Exchange.presence())
        let anchors = try anchors(to: TestLab.now - 1)
        let refused = reason(open(body, trusting: anchors))
        #expect(
            refused == .revocationUnknown(alice.certificate, .expired(nextUpdate: TestLab.now - 1)))
        #expect(refused?.code == .revocationUnknown && refused?.code?.sipStatus == 437)
        let allowing = Exchange.policy { $0.revocation.outdated = .allow }
        let opened = try open(body, trusting: anchors, policy: allowing).get()
        #expect(opened.warnings == anchors.revocationLists.map { .outdatedRevocationList($0) })
        let revoked = try self.anchors(revoking: [alice.certificate], to: TestLab.now - 1)
        #expect(reason(open(body, trusting: revoked, policy: allowing))?.code == .revoked)
    }

    @Test("warns of an authority without a CRL, and refuses if the policy requires one")
    func unlisted() throws {
        let body = try Exchange.signed(Exchange.presence())
        let anchors = try TrustAnchors([lab.authority.certificate])
        let warned = try open(body, trusting: anchors).get()
        #expect(warned.warnings == [.noRevocationList(of: lab.authority.certificate)])
        let wanting = Exchange.policy { $0.revocation.unlisted = .refuse }
        #expect(
            reason(open(body, trusting: anchors, policy: wanting))
                == .revocationUnknown(alice.certificate, .noCRL))
        #expect(try open(body, trusting: self.anchors(), policy: wanting).get().warnings.isEmpty)
    }

    @Test("ignores a CRL in the message")
    func carriedList() throws {
        let list = try lab.authority.revocationList(
            number: 9,
            revoked: [
                RevokedCertificate(
                    serialNumber: alice.certificate.facts.serialNumber, revokedAt: TestLab.now - 90,
                    reason: .keyCompromise)
            ], at: TestLab.now - 60, nextUpdate: TestLab.now + 60)
        let body = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            // SignedData.crls, after the certificates.
            message[1, 0].elements.insert(
                DERNode(0xA1, elements: [try DERNode(parsing: list.der)]), at: 4)
        }
        #expect(reason(open(body, trusting: try anchors())) == nil)
    }

    @Test("envelopes neither for a revoked recipient nor for one of unknown status")
    func recipient() throws {
        let uri = try SIPURI.parse("sip:example.test")
        func failure(_ anchors: TrustAnchors, _ policy: RevocationPolicy = RevocationPolicy()) -> SMIMEError?
        {
            do throws(SMIMEError) {
                _ = try CheckedRecipient.select(
                    uri, from: [server.certificate], trusting: anchors, at: TestLab.now, revocation: policy)
                return nil
            } catch {
                if case .untrustedRecipient(_, let cause) = error { return cause }
                return error
            }
        }
        #expect(try failure(anchors()) == nil)
        #expect(
            try failure(anchors(revoking: [server.certificate]))
                == .revoked(server.certificate, at: TestLab.now - 90, reason: .keyCompromise))
        let stale = try anchors(to: TestLab.now - 1)
        #expect(failure(stale)?.code == .revocationUnknown)
        #expect(failure(stale, Exchange.policy { $0.revocation.outdated = .allow }.revocation) == nil)
        let none = try TrustAnchors([lab.authority.certificate])
        #expect(failure(none) == nil)
        #expect(
            failure(none, Exchange.policy { $0.revocation.unlisted = .refuse }.revocation)
                == .revocationUnknown(server.certificate, .noCRL))
    }

    @Test("skips a revoked certificate if the recipient has another")
    func otherCertificate() throws {
        let old = try lab.issue(
            TestLab.profile(of: .server), validity: CertificateValidity(from: TestLab.now - 90_000, days: 9))
        let selected = try CheckedRecipient.select(
            SIPURI.parse("sip:example.test"), from: [server.certificate, old.certificate],
            trusting: anchors(revoking: [server.certificate]), at: TestLab.now)
        #expect(selected.certificate == old.certificate)
    }

    @Test("does not sign with a revoked certificate, but with another one of the same signer")
    func signer() throws {
        let uri = try SIPURI.parse(Exchange.alice)
        let anchors = try anchors(revoking: [alice.certificate])
        #expect(
            throws: SMIMEError.revoked(alice.certificate, at: TestLab.now - 90, reason: .keyCompromise)
        ) {
            try CheckedSigner.select(uri, from: [alice.keyed], trusting: anchors, at: TestLab.now)
        }
        let old = try lab.issue(
            TestLab.profile(of: .alice), validity: CertificateValidity(from: TestLab.now - 90_000, days: 9))
        let selected = try CheckedSigner.select(
            uri, from: [alice.keyed, old.keyed], trusting: anchors, at: TestLab.now)
        #expect(selected.certificate == old.certificate)
        let before = try CheckedSigner.select(
            uri, from: [alice.keyed], trusting: anchors, at: TestLab.now - 91)
        #expect(before.certificate == alice.certificate)
    }
}
