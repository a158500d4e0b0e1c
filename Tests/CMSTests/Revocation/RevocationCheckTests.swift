import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("TrustAnchors, revocation")
struct RevocationCheckTests {
    private let lab: TestLab
    private let alice: Certificate
    private let authority: Certificate

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
        authority = lab.authority.certificate
    }

    private func list(
        revoking certificate: Certificate? = nil, since date: Date = TestLab.now - 60,
        reason: RevocationReason = .superseded, by issuer: CertificateAuthority? = nil,
        from: Date = TestLab.now - 3600, to: Date = TestLab.now + 3600
    ) throws -> RevocationList {
        let entry = certificate.map {
            RevokedCertificate(serialNumber: $0.facts.serialNumber, revokedAt: date, reason: reason)
        }
        return try (issuer ?? lab.authority).revocationList(
            number: 1, revoked: [entry].compactMap { $0 }, at: from, nextUpdate: to)
    }

    private func verify(
        _ certificate: Certificate? = nil, against lists: [RevocationList],
        trusting anchors: [Certificate]? = nil,
        at instant: Date = TestLab.now, _ change: (inout RevocationPolicy) -> Void = { _ in }
    ) -> Result<TrustedPath, CMSError> {
        var policy = RevocationPolicy()
        change(&policy)
        do throws(CMSError) {
            return .success(
                try TrustAnchors(anchors ?? [authority], revocationLists: lists)
                    .verify(certificate ?? alice, at: instant, revocation: policy))
        } catch {
            return .failure(error)
        }
    }

    private func error(_ result: Result<TrustedPath, CMSError>) -> CMSError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test(
        "refuses a certificate that its issuer's CRL lists, with date and reason",
        arguments: RevocationReason.allCases.filter { $0 != .removeFromCRL })
    func revoked(reason: RevocationReason) throws {
        let result = try verify(against: [list(revoking: alice, reason: reason)])
        #expect(error(result) == .revoked(alice, at: TestLab.now - 60, reason: reason))
        let bob = try lab.identity(.bob).certificate
        let path = try verify(bob, against: [list(revoking: alice, reason: reason)]).get()
        #expect(path.unlisted.isEmpty && path.outdated.isEmpty)
    }

    @Test("accepts an authority without a CRL, and reports that, unless CRLs are required")
    func unlisted() throws {
        let otherList = try list(by: CertificateAuthority(certificate: alice, key: lab.identity(.alice).key))
        for lists in [[], [otherList]] {
            #expect(try verify(against: lists).get().unlisted == [authority])
            let demanded = verify(against: lists) { $0.unlisted = .refuse }
            #expect(error(demanded) == .revocationUnknown(alice, .noCRL))
        }
        let listed = try verify(against: [list()]) { $0.unlisted = .refuse }
        #expect(try listed.get().unlisted.isEmpty)
    }

    @Test("accepts a CRL past its next update only if the policy allows it, and reports that")
    func expired() throws {
        let old = try list(to: TestLab.now - 1)
        #expect(
            error(verify(against: [old])) == .revocationUnknown(alice, .expired(nextUpdate: TestLab.now - 1)))
        #expect(try verify(against: [old]) { $0.outdated = .allow }.get().outdated == [old])
        // The current one counts, in either order.
        for lists in [[old, try list()], [try list(), old]] {
            #expect(try verify(against: lists).get().outdated.isEmpty)
        }
    }

    @Test("refuses a CRL from after the instant, unless the policy allows it")
    func future() throws {
        let later = try list(from: TestLab.now + 10)
        #expect(
            error(verify(against: [later]))
                == .revocationUnknown(alice, .notYetIssued(thisUpdate: TestLab.now + 10)))
        #expect(try verify(against: [later]) { $0.outdated = .allow }.get().outdated == [later])
    }

    @Test("accepts the revocations of an outdated CRL", arguments: [false, true])
    func revokedInOutdated(isAllowed: Bool) throws {
        let lists = [
            try list(revoking: alice, to: TestLab.now - 1), try list(revoking: alice, from: TestLab.now + 10),
        ]
        for list in lists {
            let result = verify(against: [list]) { $0.outdated = isAllowed ? .allow : .refuse }
            #expect(error(result) == .revoked(alice, at: TestLab.now - 60, reason: .superseded))
        }
    }

    @Test("counts a revocation from its own second on, and not before")
    func instants() throws {
        let lists = [try list(revoking: alice, since: TestLab.now)]
        #expect(error(verify(against: lists, at: TestLab.now - 1)) == nil)
        for late in [TestLab.now, TestLab.now + 0.5, TestLab.now + 1] {
            #expect(
                error(verify(against: lists, at: late))
                    == .revoked(alice, at: TestLab.now, reason: .superseded))
        }
    }

    @Test("refuses every certificate of an authority whose CRL was changed, whatever the policy")
    func brokenSignature() throws {
        var node = try DERNode(parsing: list().der)
        node[2].octets[node[2].octets.count - 1] ^= 1
        let broken = try RevocationList(der: node.der)
        let result = verify(against: [broken]) { $0.outdated = .allow }
        guard case .revocationUnknown(alice, .unusable) = error(result) else {
            Issue.record("\(result)")
            return
        }
    }

    @Test("ignores the CRL of another authority of the same name")
    func sameName() throws {
        let strangers = try list(revoking: alice, by: lab.untrustedCA)
        #expect(try verify(against: [strangers]).get().unlisted == [authority])
        #expect(
            error(verify(against: [strangers]) { $0.unlisted = .refuse })
                == .revocationUnknown(alice, .noCRL))
        #expect(try verify(against: [strangers, list()]).get().unlisted.isEmpty)
    }

    @Test("refuses a CRL that does not name its signer's key and is signed with another key")
    func unnamedKey() throws {
        // Without the extensions, which follow the two dates.
        var node = try DERNode(parsing: list().der)
        node[0].elements.removeLast()
        let result = try verify(against: [RevocationList(der: node.der)])
        guard case .revocationUnknown(alice, .unusable) = error(result) else {
            Issue.record("\(result)")
            return
        }
    }

    @Test("does not check trust anchors")
    func anchors() throws {
        let own = try list(revoking: authority)
        #expect(try verify(against: [own]).get().certificates == [alice, authority])
        #expect(try verify(authority, against: [own]) { $0.unlisted = .refuse }.get().anchor == authority)
        let named = try verify(against: [list(revoking: alice)], trusting: [alice]) { $0.unlisted = .refuse }
        #expect(try named.get().certificates == [alice])
    }

    @Test("reports other faults of the path, with or without CRLs")
    func otherErrors() throws {
        let late = alice.facts.notAfter + 1
        let lists = [try list(to: late + 10)]
        #expect(error(verify(against: lists, at: late)) == .expired(alice, at: late))
        guard case .untrusted = error(verify(against: lists, trusting: [])) else {
            Issue.record("trusted")
            return
        }
    }

    @Test("may be used by several threads at once, from the first lookup in a CRL on")
    func threads() async throws {
        let entries = (0..<500).map {
            RevokedCertificate(
                serialNumber: String(0x4000 + $0, radix: 16, uppercase: true), revokedAt: TestLab.now,
                reason: .superseded)
        }
        let list = try lab.authority.revocationList(
            number: 1, revoked: entries, at: TestLab.now - 1, nextUpdate: TestLab.now + 1)
        let anchors = try TrustAnchors([authority], revocationLists: [RevocationList(der: list.der)])
        let found = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { try anchors.verify(alice, at: TestLab.now).certificates.count }
            }
            return try await group.reduce(0, +)
        }
        #expect(found == 16)
    }
}
