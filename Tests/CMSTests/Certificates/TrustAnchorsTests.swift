import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("TrustAnchors")
struct TrustAnchorsTests {
    private let lab: TestLab
    private let alice: TestIdentity
    private let odd: TestIdentity

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice)
        odd = try TestIdentity.odd("ca")
    }

    private func error(
        _ certificate: Certificate, trusting anchors: [Certificate], intermediates: [Certificate] = [],
        at instant: Date = TestLab.now, strength: AlgorithmStrength = .current
    ) -> CMSError? {
        do throws(CMSError) {
            _ = try TrustAnchors(anchors).verify(
                certificate, intermediates: intermediates, at: instant, strength: strength)
            return nil
        } catch {
            return error
        }
    }

    @Test("find the path from a certificate to the anchor")
    func path() throws {
        let path = try lab.anchors.verify(alice.certificate, at: TestLab.now)
        #expect(path.certificates == [alice.certificate, lab.authority.certificate])
        #expect(path.anchor == lab.authority.certificate)
    }

    @Test(
        "find certificates expired or not valid yet at instants beyond all calendars",
        arguments: [1e300, .infinity])
    func endlessInstants(seconds: Double) throws {
        let anchors = [lab.authority.certificate]
        let late = Date(timeIntervalSince1970: seconds)
        let early = Date(timeIntervalSince1970: -seconds)
        // Which certificate of the path is at fault does not matter here.
        guard case .expired(_, at: late) = error(alice.certificate, trusting: anchors, at: late),
            case .notYetValid(_, at: early) = error(alice.certificate, trusting: anchors, at: early),
            case .notYetValid = error(
                alice.certificate, trusting: anchors, at: Date(timeIntervalSince1970: .nan))
        else {
            Issue.record("neither expired nor not valid yet")
            return
        }
    }

    @Test("trust nothing if there are none, and no certificate that only resembles one")
    func untrusted() throws {
        for anchors in [[], [lab.untrustedCA.certificate], [odd.certificate]] {
            guard case .untrusted = error(alice.certificate, trusting: anchors) else {
                Issue.record("trusted")
                continue
            }
        }
    }

    @Test("may be a subscriber's own certificate, which then certifies no other")
    func ownCertificate() throws {
        #expect(error(alice.certificate, trusting: [alice.certificate]) == nil)
        let bob = try lab.identity(.bob).certificate
        #expect(error(bob, trusting: [alice.certificate]) != nil)
    }

    @Test("are not replaced by certificates in a message")
    func intermediates() throws {
        let untrusted = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA).certificate
        guard
            case .untrusted = error(
                untrusted, trusting: [lab.authority.certificate], intermediates: [lab.untrustedCA.certificate]
            )
        else {
            Issue.record("trusted")
            return
        }
    }

    @Test(
        "end no path over a certificate that is not an authority's (RFC 5280 §6.1.4 (k))",
        arguments: [
            "no-key-usage", "cert-sign-only",
        ])
    func notAnAuthority(name: String) throws {
        let middle = try TestIdentity.odd(name)
        let issuer = try CertificateAuthority(certificate: middle.certificate, key: middle.key)
        let leaf = try lab.issue(TestLab.profile(of: .bob), by: issuer).certificate
        #expect(error(middle.certificate, trusting: [odd.certificate]) == nil)
        guard
            case .untrusted(_, let code, let reason) = error(
                leaf, trusting: [odd.certificate], intermediates: [middle.certificate])
        else {
            Issue.record("trusted")
            return
        }
        #expect(code == 79, "\(reason)")
    }

    @Test("are checked at the given instant; libcrypto excludes the last second")
    func validity() throws {
        let facts = alice.certificate.facts
        let anchors = [lab.authority.certificate]
        #expect(error(alice.certificate, trusting: anchors, at: facts.notAfter - 1) == nil)
        #expect(error(alice.certificate, trusting: anchors, at: facts.notBefore) == nil)
        let late = facts.notAfter + 1
        #expect(
            error(alice.certificate, trusting: anchors, at: late) == .expired(alice.certificate, at: late))
        let early = facts.notBefore - 1
        guard case .notYetValid = error(alice.certificate, trusting: anchors, at: early) else {
            Issue.record("valid too early")
            return
        }
    }

    @Test("name a key that is too short, and accept it only if weak ones are allowed")
    func weak() throws {
        let short = try TestIdentity.odd("rsa1024").certificate
        #expect(error(short, trusting: [odd.certificate]) == .weakAlgorithm("RSA-1024"))
        #expect(error(short, trusting: [odd.certificate], strength: .anyIncludingWeak) == nil)
    }

    @Test("refuse a certificate with an unknown critical extension")
    func unknownCritical() throws {
        let unknown = try TestIdentity.odd("unknown-critical").certificate
        guard case .untrusted(unknown, _, _) = error(unknown, trusting: [odd.certificate]) else {
            Issue.record("trusted")
            return
        }
    }

    @Test("an Ed25519 key of small order proves no path, for which anyone can sign")
    func smallOrder() throws {
        let validity = CertificateValidity(from: TestLab.now - 86_400, days: 400)
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .ed25519, validity: validity)
        let key = try PrivateKey.generate(.p256)
        let leaf = try authority.issue(
            TestLab.profile(of: .alice), for: key,
            validity: CertificateValidity(from: TestLab.now - 3600, days: 1))
        #expect(
            try TrustAnchors([authority.certificate]).verify(leaf, at: TestLab.now).certificates.count == 2)
        var chosen = try DERNode(parsing: authority.certificate.der)
        chosen[0, 6, 1].octets = [0, 1] + [UInt8](repeating: 0, count: 31)
        var forged = try DERNode(parsing: leaf.der)
        // The identity as R, and zero as S.
        forged[2].octets = [0, 1] + [UInt8](repeating: 0, count: 63)
        let anchor = try Certificate(der: chosen.der)
        let certificate = try Certificate(der: forged.der)
        #expect(certificate.isIssued(by: anchor))
        let error = #expect(throws: CMSError.self) {
            try TrustAnchors([anchor]).verify(certificate, at: TestLab.now)
        }
        #expect(error?.description.contains("its key has a small order") == true)
    }
}
