import Foundation
import TestSupport
import Testing

@testable import CMS

/// CRLs that cannot prove that a certificate is not revoked (RFC 5280 §5.1.2.5, §6.3.3).
@Suite("A CRL that proves nothing")
struct RevocationObstacleTests {
    private let lab: TestLab
    private let alice: Certificate

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
    }

    private func list(from: Date = TestLab.now - 60, to: Date = TestLab.now + 60) throws -> RevocationList {
        try lab.authority.revocationList(number: 1, revoked: [], at: from, nextUpdate: to)
    }

    private func undated() throws -> RevocationList {
        try list().changed(by: lab.authority) { $0.elements.remove(at: 4) }
    }

    private func verify(
        _ lists: [RevocationList], at instant: Date = TestLab.now,
        outdated: RevocationPolicy.Outdated = .refuse,
        strength: AlgorithmStrength = .current
    ) throws -> TrustedPath {
        var policy = RevocationPolicy()
        policy.outdated = outdated
        return try TrustAnchors([lab.authority.certificate], revocationLists: lists)
            .verify(alice, at: instant, strength: strength, revocation: policy)
    }

    @Test("without nextUpdate is outdated from the start, and used only if the policy allows that")
    func noNextUpdate() throws {
        let list = try undated()
        #expect(
            throws: CMSError.revocationUnknown(alice, .noNextUpdate(thisUpdate: TestLab.now - 60))
        ) { try verify([list]) }
        #expect(try verify([list], outdated: .allow).outdated == [list])
        // Beside a current one it does not matter.
        for lists in [[list, try self.list()], [try self.list(), list]] {
            #expect(try verify(lists).outdated.isEmpty)
        }
    }

    @Test("is outdated from the second after its next update, and current from the one of its issue")
    func instants() throws {
        let list = try list()
        for instant in [TestLab.now - 60, TestLab.now + 59] {
            #expect(try verify([list], at: instant).outdated.isEmpty, "\(instant)")
        }
        #expect(
            throws: CMSError.revocationUnknown(alice, .notYetIssued(thisUpdate: TestLab.now - 60))
        ) { try verify([list], at: TestLab.now - 61) }
        #expect(
            throws: CMSError.revocationUnknown(alice, .expired(nextUpdate: TestLab.now + 60))
        ) { try verify([list], at: TestLab.now + 61) }
    }

    @Test("because of an unknown critical extension makes every certificate of its issuer invalid")
    func unknownExtension() throws {
        let list = try list().changed(by: lab.authority) {
            $0.listExtensions.append(.unknownExtension(isCritical: true))
        }
        for outdated in [RevocationPolicy.Outdated.refuse, .allow] {
            let error = #expect(throws: CMSError.self) { try verify([list], outdated: outdated) }
            guard case .revocationUnknown(alice, .unusable) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
        let harmless = try self.list().changed(by: lab.authority) {
            $0.listExtensions.append(.unknownExtension(isCritical: false))
        }
        #expect(try verify([harmless]).outdated.isEmpty)
    }

    @Test("because SHA-1 signs it is named, and counts if weak algorithms are allowed")
    func weak() throws {
        var node = try DERNode(parsing: list().der)
        let identifier = DERNode(
            0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.ecdsaWithSHA1.octets))])
        node[0, 1] = identifier
        node[1] = identifier
        node[2].octets = [0] + (try lab.authority.key.signature(over: node[0].der, digest: .sha1))
        let list = try RevocationList(der: node.der)
        #expect(list.isIssued(by: lab.authority.certificate))
        #expect(throws: CMSError.weakAlgorithm("ecdsa-with-SHA1")) { try verify([list]) }
        #expect(try verify([list], strength: .anyIncludingWeak).unlisted.isEmpty)
    }

    @Test("is an obstacle with a sentence of its own")
    func descriptions() {
        let unknown = "cannot tell whether the certificate of sip:alice@example.test is revoked: "
        let issuer = lab.authority.certificate.facts.subject
        for (obstacle, text) in [
            (RevocationObstacle.noCRL, "there is no CRL of \(issuer)"),
            (.expired(nextUpdate: TestLab.now), "the CRL of its CA expired at 2026-11-23T12:00:00Z"),
            (
                .notYetIssued(thisUpdate: TestLab.now),
                "the CRL of its CA was issued only at 2026-11-23T12:00:00Z"
            ),
            (
                .noNextUpdate(thisUpdate: TestLab.now),
                "the CRL of its CA, of 2026-11-23T12:00:00Z, has no next update"
            ),
            (.unusable(reason: "odd"), "no CRL of its CA can be used (odd)"),
        ] {
            #expect(obstacle.description(of: alice) == unknown + text)
            #expect(CMSError.revocationUnknown(alice, obstacle).description == unknown + text)
        }
    }
}
