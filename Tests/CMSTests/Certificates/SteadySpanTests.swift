import Foundation
import TestSupport
import Testing

@testable import CMS

/// How long the answer of a search holds.
@Suite("A steady span")
struct SteadySpanTests {
    private let now = TestLab.now

    private func span(_ changes: Double...) -> SteadySpan {
        var span = SteadySpan(around: now)
        for change in changes { span.cut(at: now + change) }
        return span
    }

    @Test("without changes contains every instant")
    func unbounded() {
        for instant in [Date.distantPast + 1, now, Date.distantFuture - 1] {
            #expect(span().contains(instant))
        }
    }

    @Test("ends at the next change and begins after the last one, both excluded")
    func bounds() {
        let span = span(-10, 10, -20, 20)
        for (seconds, isInside) in [
            (-10.0, false), (-9.0, true), (0, true), (9.75, true), (10, false), (-11, false), (11, false),
        ] { #expect(span.contains(now + seconds) == isInside, "\(seconds)") }
    }

    @Test("begins with the next whole second, since libcrypto compares whole seconds")
    func wholeSeconds() {
        let span = span(-10)
        #expect(!span.contains(now - 9.5) && span.contains(now - 9))
        #expect(!span.contains(now - 10.5))
    }

    @Test("in whose instant something changes contains no instant of that second")
    func atTheInstant() {
        let span = span(0, 60)
        #expect(!span.contains(now) && !span.contains(now + 0.5))
        #expect(span.contains(now + 1) && span.contains(now + 59) && !span.contains(now + 60))
    }

    @Test("ends with the certificates, the anchor's included, and the CRLs that were looked at")
    func search() throws {
        let lab = try TestLab.shared()
        let short = try lab.issue(
            TestLab.profile(of: .alice),
            validity: CertificateValidity(from: now - 100, to: now + 100)
        ).certificate
        let bob = try lab.identity(.bob).certificate
        let anchors = try TrustAnchors([lab.authority.certificate], intermediates: [short])
        // Alice's other certificate is among the intermediates, whatever the path.
        let span = try #require(anchors.steadySpan(around: now, knowing: [bob]))
        #expect(span.contains(now - 99) && !span.contains(now - 100))
        #expect(span.contains(now + 99) && !span.contains(now + 100))
        let entry = RevokedCertificate(
            serialNumber: bob.facts.serialNumber, revokedAt: now + 30, reason: .superseded)
        let list = try lab.authority.revocationList(
            number: 1, revoked: [entry], at: now - 50, nextUpdate: now + 50)
        let listed = try TrustAnchors([lab.authority.certificate], revocationLists: [list])
        let known = try #require(listed.steadySpan(around: now, knowing: [bob]))
        #expect(known.contains(now + 29) && !known.contains(now + 30))
        #expect(known.contains(now - 49) && !known.contains(now - 50))
        let others = try #require(listed.steadySpan(around: now, knowing: [short]))
        #expect(others.contains(now + 49) && !others.contains(now + 50))
    }
}

/// The trust anchors of a certificate, and the certificates that they prove.
@Suite("The search for trust anchors")
struct AnchorSearchTests {
    private let root: CertificateAuthority
    private let middle: CertificateAuthority
    private let alice: Certificate
    private let validity = CertificateValidity(from: TestLab.now - 3600, days: 30)

    init() throws {
        root = try Self.authority("root.test", under: nil, validity)
        middle = try Self.authority("middle.test", under: root, validity)
        alice = try middle.issue(
            TestLab.profile(of: .alice), for: .generate(.p256),
            validity: CertificateValidity(from: TestLab.now - 60, days: 1))
    }

    private static func authority(
        _ domain: String, under issuer: CertificateAuthority?, _ validity: CertificateValidity
    ) throws -> CertificateAuthority {
        let profile = CertificateProfile.testAuthority(domain: domain, keys: .secret)
        let own = try CertificateAuthority.make(profile, key: .p256, validity: validity)
        let certificate = try issuer?.issue(profile, for: own.key, validity: validity) ?? own.certificate
        var node = try DERNode(parsing: certificate.der)
        node.removePathLength()
        let signed = try CertificateAuthority.signed(node[0].der, by: (issuer ?? own).signing)
        return try CertificateAuthority(certificate: Certificate(der: signed), key: own.key)
    }

    private func found(
        _ certificate: Certificate? = nil, trusting anchors: [Certificate], knowing known: [Certificate],
        at instants: [Date] = [TestLab.now]
    ) throws -> Set<Certificate> {
        try AnchorSearch(TrustAnchors(anchors), knowing: known, at: instants)
            .anchors(of: certificate ?? alice)
    }

    @Test("finds every anchor that authorities which are known lead to")
    func found() throws {
        let (root, middle) = (root.certificate, middle.certificate)
        #expect(try found(trusting: [root], knowing: [middle]) == [root])
        #expect(try found(trusting: [root, middle], knowing: []) == [middle])
        #expect(try found(trusting: [root], knowing: []).isEmpty)
        #expect(try found(root, trusting: [root], knowing: []) == [root])
        let other = try TestLab.foreignAuthority().certificate
        #expect(try found(trusting: [other, root], knowing: [middle, other]) == [root])
    }

    @Test("finds both anchors of an authority with two certificates")
    func crossCertified() throws {
        let second = try Self.authority("second.test", under: nil, validity)
        let issued = try second.issue(
            .testAuthority(domain: "middle.test", keys: .secret), for: middle.key, validity: validity)
        let anchors = [root.certificate, second.certificate]
        let known = [middle.certificate, issued]
        #expect(try found(trusting: anchors, knowing: known) == Set(anchors))
    }

    @Test("ignores authorities that only resemble one, and certificates of no authority")
    func misleading() throws {
        let lookalike = try Self.authority("middle.test", under: nil, validity)
        #expect(try found(trusting: [root.certificate], knowing: [lookalike.certificate]).isEmpty)
        let user = try CertificateAuthority(
            certificate: middle.issue(
                TestLab.profile(of: .bob), for: middle.key,
                validity: CertificateValidity(from: TestLab.now - 60, days: 1)), key: middle.key)
        let below = try user.issue(
            TestLab.profile(of: .alice), for: .generate(.p256),
            validity: CertificateValidity(from: TestLab.now - 60, to: TestLab.now + 3600))
        let known = [middle.certificate, user.certificate]
        #expect(try found(below, trusting: [root.certificate], knowing: known).isEmpty)
    }

    @Test("accepts a chain that is valid at one of the instants")
    func instants() throws {
        let late = TestLab.now + 90_000
        let known = [middle.certificate]
        let anchors = [root.certificate]
        #expect(try found(trusting: anchors, knowing: known, at: [late]).isEmpty)
        #expect(try found(trusting: anchors, knowing: known, at: [late, TestLab.now]) == Set(anchors))
        #expect(try found(trusting: anchors, knowing: known, at: []).isEmpty)
    }

    @Test("proves certificates by the signatures of issuers that are proven themselves")
    func unproven() throws {
        let anchors = try TrustAnchors([root.certificate])
        let other = try TestLab.foreignAuthority()
        let foreign = try TestLab.shared().issue(TestLab.profile(of: .bob), by: other).certificate
        let middle = middle.certificate
        #expect(anchors.unproven(among: [alice, middle]).isEmpty)
        #expect(anchors.unproven(among: [middle, alice, root.certificate]).isEmpty)
        #expect(anchors.unproven(among: [alice]) == [alice])
        #expect(anchors.unproven(among: [foreign, alice, middle]) == [foreign])
        #expect(anchors.unproven(among: [foreign, other.certificate]) == [foreign, other.certificate])
        // Stored certificates are proven; only an authority among them proves others.
        #expect(anchors.unproven(among: [alice], knowing: [alice]).isEmpty)
        #expect(anchors.unproven(among: [foreign], knowing: [other.certificate]).isEmpty)
        #expect(anchors.unproven(among: [foreign], knowing: [alice]) == [foreign])
        let known = try TrustAnchors([], intermediates: [middle])
        #expect(known.unproven(among: [alice]).isEmpty)
        #expect(try TrustAnchors([]).unproven(among: [alice]) == [alice])
    }
}
