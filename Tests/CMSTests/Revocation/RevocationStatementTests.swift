import Foundation
import TestSupport
import Testing

@testable import CMS

/// What several CRLs together say of one certificate (RFC 5280 §5.2.4, §5.3.1, §6.3.3).
@Suite("The statements of CRLs")
struct RevocationStatementTests {
    private let lab: TestLab
    private let alice: Certificate

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
    }

    /// A CRL with one entry about alice; a delta if it has a base.
    ///
    /// removeFromCRL takes the place of certificateHold, which alone is written.
    private func list(
        _ reason: RevocationReason, number: UInt64 = 5, base: UInt8? = nil, at date: Date = TestLab.now - 60,
        issued: Date = TestLab.now - 30, by authority: CertificateAuthority? = nil,
        _ change: (inout DERNode) throws -> Void = { _ in }
    ) throws -> RevocationList {
        let authority = authority ?? lab.authority
        let entry = RevokedCertificate(
            serialNumber: alice.facts.serialNumber, revokedAt: date,
            reason: reason == .removeFromCRL ? .certificateHold : reason)
        return try authority.revocationList(
            number: number, revoked: [entry], at: issued, nextUpdate: issued + 3600
        ).changed(by: authority) { fields in
            if let base { fields.listExtensions.append(.deltaIndicator(base: base)) }
            if reason == .removeFromCRL { fields.replaceAll(DERNode(0x04, [0x0A, 1, 6]), by: Self.removal) }
            try change(&fields)
        }
    }

    private static let removal = DERNode(0x04, [0x0A, 1, 8])

    private func revocation(
        _ lists: RevocationList..., at instant: Date = TestLab.now
    ) -> RevokedCertificate? {
        RevocationStatement.revocation(
            among: lists.flatMap { $0.statements(about: alice) }, at: instant)
    }

    @Test("a hold is lifted by a later delta whose base is no later than the CRL with the hold")
    func lifted() throws {
        let hold = try list(.certificateHold)
        #expect(revocation(hold)?.reason == .certificateHold)
        for base in [1, 4, 5] as [UInt8] {
            let delta = try list(.removeFromCRL, number: 6, base: base)
            #expect(revocation(hold, delta) == nil && revocation(delta, hold) == nil, "\(base)")
            #expect(revocation(delta) == nil)
        }
    }

    @Test("a hold stays if the delta does not continue its CRL")
    func notLifted() throws {
        let hold = try list(.certificateHold)
        for (delta, why) in [
            (try list(.removeFromCRL, number: 6, base: 6), "the base is later than the hold"),
            (try list(.removeFromCRL, number: 5, base: 5), "it is not later than the hold"),
            (try list(.removeFromCRL, number: 6, base: 5, issued: TestLab.now - 31), "issued earlier"),
            (try list(.removeFromCRL, number: 6), "not a delta"),
            (
                try list(.removeFromCRL, number: 6, base: 5) {
                    $0.listExtensions.removeAll { $0[0].octets == [0x55, 0x1D, 20] }
                }, "without a number"
            ),
            (
                try list(.removeFromCRL, number: 6, base: 5) {
                    $0.listExtensions.append(.unknownExtension(isCritical: true))
                }, "not understood"
            ),
            (
                try list(.removeFromCRL, number: 6, base: 5) {
                    $0.listExtensions.append(.issuingDistributionPoint(flag: 1))
                }, "of another scope"
            ),
            (try list(.removeFromCRL, number: 6, base: 5, by: lab.untrustedCA), "by another key"),
        ] { #expect(revocation(hold, delta)?.reason == .certificateHold, "\(why)") }
        let understood = try list(.removeFromCRL, number: 6, base: 5) {
            $0.listExtensions.append(.unknownExtension(isCritical: false))
        }
        #expect(revocation(hold, understood) == nil)
    }

    @Test("a hold is lifted when the delta was issued, and not before")
    func instants() throws {
        let hold = try list(.certificateHold)
        let delta = try list(.removeFromCRL, number: 6, base: 5, issued: TestLab.now)
        #expect(revocation(hold, delta, at: TestLab.now - 1)?.reason == .certificateHold)
        #expect(revocation(hold, delta, at: TestLab.now) == nil)
        #expect(revocation(hold, at: TestLab.now - 61) == nil)
        #expect(revocation(hold, at: TestLab.now - 60) != nil)
    }

    @Test("a permanent revocation is not lifted, and counts before a hold, whichever is earlier")
    func permanent() throws {
        let hold = try list(.certificateHold, at: TestLab.now - 600)
        let delta = try list(.removeFromCRL, number: 6, base: 5)
        let late = try list(.keyCompromise, at: TestLab.now - 10)
        let early = try list(.superseded, at: TestLab.now - 100)
        #expect(revocation(hold, late)?.reason == .keyCompromise)
        #expect(revocation(late, hold)?.reason == .keyCompromise)
        #expect(revocation(late, delta)?.reason == .keyCompromise)
        #expect(revocation(hold, late, early)?.reason == .superseded)
        // Before the permanent one takes effect, the hold does.
        #expect(revocation(hold, late, at: TestLab.now - 11)?.reason == .certificateHold)
    }

    private func verify(_ lists: RevocationList..., at instant: Date = TestLab.now) throws -> TrustedPath {
        try TrustAnchors([lab.authority.certificate], revocationLists: lists).verify(alice, at: instant)
    }

    @Test("a path is valid again once a delta lifts the hold, and revoked without it")
    func path() throws {
        let hold = try list(.certificateHold)
        let delta = try list(.removeFromCRL, number: 6, base: 5)
        #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .certificateHold)) {
            try verify(hold)
        }
        let path = try verify(hold, delta)
        #expect(path.certificates.count == 2 && path.unlisted.isEmpty && path.outdated.isEmpty)
        #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .certificateHold)) {
            try verify(hold, list(.removeFromCRL, number: 6, base: 6))
        }
    }

    @Test("a delta that revokes counts beside a complete CRL that does not, and alone proves nothing")
    func revokingDelta() throws {
        let complete = try lab.authority.revocationList(
            number: 5, revoked: [], at: TestLab.now - 60, nextUpdate: TestLab.now + 60)
        let delta = try list(.keyCompromise, number: 6, base: 5)
        #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .keyCompromise)) {
            try verify(complete, delta)
        }
        let empty = try lab.authority.revocationList(
            number: 6, revoked: [], at: TestLab.now - 60, nextUpdate: TestLab.now + 60
        ).changed(by: lab.authority) { $0.listExtensions.append(.deltaIndicator(base: 5)) }
        let error = #expect(throws: CMSError.self) { try verify(empty) }
        guard case .revocationUnknown(alice, .unusable) = error else {
            Issue.record("a delta alone counts as complete")
            return
        }
        #expect(try verify(complete, empty).unlisted.isEmpty)
    }
}

/// The order of deltas (RFC 5280 §5.2.4), which ``RevocationListTests`` leaves out.
@Suite("The order of delta CRLs")
struct DeltaOrderTests {
    private let authority: CertificateAuthority

    init() throws { authority = try TestLab.shared().authority }

    private func list(_ number: UInt64, base: UInt8? = nil, seconds: Double = 0) throws -> RevocationList {
        try authority.revocationList(
            number: number, revoked: [], at: TestLab.now + seconds, nextUpdate: TestLab.now + 3600
        ).changed(by: authority) { fields in
            if let base { fields.listExtensions.append(.deltaIndicator(base: base)) }
        }
    }

    @Test("a delta replaces one whose base is as high as its own or higher")
    func bases() throws {
        let first = try list(8, base: 5)
        for (base, order) in [
            (4, .later), (5, .later), (6, .undecided),
        ] as [(UInt8, RevocationListOrder)] {
            let second = try list(9, base: base)
            #expect(second.order(comparedTo: first) == order, "\(base)")
            #expect(first.order(comparedTo: second) == (order == .later ? .earlier : order), "\(base)")
        }
    }

    @Test("a delta with a later base replaces another if a complete CRL as new as that base is known")
    func covered() throws {
        let first = try list(8, base: 5, seconds: 10)
        let second = try list(9, base: 7, seconds: 20)
        for (complete, order) in [
            (try list(7, seconds: 10), RevocationListOrder.later), (try list(8, seconds: 15), .later),
            (try list(6, seconds: 15), .undecided), (try list(7, seconds: 9), .undecided),
            (try list(7, base: 1, seconds: 15), .undecided),
        ] {
            #expect(second.order(comparedTo: first, coveredBy: [complete]) == order)
        }
    }

    @Test("a delta and a complete CRL, and CRLs of different scopes, say nothing of each other")
    func unrelated() throws {
        let complete = try list(8)
        #expect(try list(9, base: 8).order(comparedTo: complete) == .unrelated)
        #expect(try complete.order(comparedTo: list(9, base: 8)) == .unrelated)
        let users = try list(9).changed(by: authority) {
            $0.listExtensions.append(.issuingDistributionPoint(flag: 1))
        }
        #expect(users.order(comparedTo: complete) == .unrelated)
    }

    @Test("numbers are compared by value, whatever their length")
    func numbers() {
        for (left, right, order) in [
            ("9", "10", -1), ("10", "9", 1), ("10", "10", 0), ("0", "1", -1),
            ("99999999999999999999", "100000000000000000000", -1),
        ] { #expect(DecimalNumber.order(left, right) == order, "\(left) \(right)") }
        #expect(DecimalNumber.order(nil, "1") == 0 && DecimalNumber.order("1", nil) == 0)
    }
}
