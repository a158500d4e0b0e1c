import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("remembered paths")
struct RememberedPathsTests {
    private let lab: TestLab
    private let alice: Certificate
    private let authority: Certificate

    init() throws {
        lab = try TestLab.shared()
        alice = try lab.identity(.alice).certificate
        authority = lab.authority.certificate
    }

    private func list(revoking revoked: [(Certificate, Date)] = [], until end: Date) throws -> RevocationList
    {
        try lab.authority.revocationList(
            number: 1,
            revoked: revoked.map {
                RevokedCertificate(serialNumber: $0.facts.serialNumber, revokedAt: $1, reason: .superseded)
            },
            at: TestLab.now - 3600, nextUpdate: end)
    }

    private func question(
        helpers: [Certificate] = [], strength: AlgorithmStrength = .current,
        policy: RevocationPolicy = RevocationPolicy()
    ) -> RememberedPaths.Question {
        RememberedPaths.Question(certificate: alice, helpers: helpers, strength: strength, policy: policy)
    }

    private func isKept(
        by anchors: TrustAnchors, _ question: RememberedPaths.Question? = nil, at instant: Date = TestLab.now
    ) -> Bool {
        anchors.remembered.path(for: question ?? self.question(), at: instant) != nil
    }

    @Test("a valid path is kept with all that it says, if the caller asks for that")
    func kept() throws {
        let anchors = try TrustAnchors([authority])
        let path = try anchors.verify(alice, at: TestLab.now)
        #expect(!isKept(by: anchors))
        #expect(try anchors.verify(alice, at: TestLab.now, remembering: true) == path)
        #expect(anchors.remembered.path(for: question(), at: TestLab.now + 1) == path)
        #expect(path.unlisted == [authority])
        #expect(try anchors.verify(alice, at: TestLab.now + 1, remembering: true) == path)
    }

    @Test("a refusal is not kept")
    func refused() throws {
        let anchors = try TrustAnchors([lab.identity(.bob).certificate])
        for _ in 0..<2 {
            #expect(throws: CMSError.self) { try anchors.verify(alice, at: TestLab.now, remembering: true) }
            #expect(!isKept(by: anchors))
        }
    }

    @Test("a path is forgotten when its certificate expires, and was not valid before it began")
    func validity() throws {
        let anchors = try TrustAnchors([authority])
        _ = try anchors.verify(alice, at: TestLab.now, remembering: true)
        for instant in [alice.facts.notAfter, alice.facts.notAfter + 1, alice.facts.notBefore - 1] {
            #expect(!isKept(by: anchors, at: instant))
            #expect(throws: CMSError.self) { try anchors.verify(alice, at: instant, remembering: true) }
        }
    }

    @Test("a revocation that is listed for later counts from its second on")
    func laterRevocation() throws {
        let date = TestLab.now + 600
        let lists = [try list(revoking: [(alice, date)], until: TestLab.now + 3600)]
        let anchors = try TrustAnchors([authority], revocationLists: lists)
        _ = try anchors.verify(alice, at: TestLab.now, remembering: true)
        #expect(isKept(by: anchors, at: date - 0.25))
        for instant in [date, date + 0.25, date + 60] {
            #expect(throws: CMSError.revoked(alice, at: date, reason: .superseded)) {
                try anchors.verify(alice, at: instant, remembering: true)
            }
        }
    }

    @Test("a path is forgotten when a CRL that was looked at expires")
    func expiredList() throws {
        let end = TestLab.now + 600
        let anchors = try TrustAnchors([authority], revocationLists: [list(until: end)])
        _ = try anchors.verify(alice, at: TestLab.now, remembering: true)
        #expect(isKept(by: anchors, at: end - 1) && !isKept(by: anchors, at: end))
        #expect(throws: CMSError.revocationUnknown(alice, .expired(nextUpdate: end))) {
            try anchors.verify(alice, at: end + 1, remembering: true)
        }
    }

    @Test("other trust anchors, or the same with a new CRL, know nothing of a path")
    func otherAnchors() throws {
        _ = try TrustAnchors([authority]).verify(alice, at: TestLab.now, remembering: true)
        let lists = [try list(revoking: [(alice, TestLab.now - 60)], until: TestLab.now + 3600)]
        let anchors = try TrustAnchors([authority], revocationLists: lists)
        #expect(throws: CMSError.revoked(alice, at: TestLab.now - 60, reason: .superseded)) {
            try anchors.verify(alice, at: TestLab.now, remembering: true)
        }
    }

    @Test("another strength, policy or helping certificate is another question")
    func otherQuestions() throws {
        let anchors = try TrustAnchors([authority])
        _ = try anchors.verify(alice, at: TestLab.now, remembering: true)
        var policy = RevocationPolicy()
        policy.unlisted = .refuse
        #expect(!isKept(by: anchors, question(strength: .anyIncludingWeak)))
        #expect(!isKept(by: anchors, question(policy: policy)))
        #expect(!isKept(by: anchors, question(helpers: [authority])))
        #expect(throws: CMSError.revocationUnknown(alice, .noCRL)) {
            try anchors.verify(alice, at: TestLab.now, revocation: policy, remembering: true)
        }
    }

    @Test("the oldest path of a bucket is forgotten, and none with many or other certificates is kept")
    func bounds() throws {
        let anchors = try TrustAnchors([authority])
        let helpers = (0...4).map { [Certificate](repeating: alice, count: $0) }
        for helpers in helpers {
            _ = try anchors.verify(alice, intermediates: helpers, at: TestLab.now, remembering: true)
        }
        #expect(
            helpers.map { isKept(by: anchors, question(helpers: $0)) } == [false, true, true, true, true])
        let five = [Certificate](repeating: alice, count: 5)
        for others in [five, [try lab.identity(.bob).certificate]] {
            _ = try anchors.verify(alice, intermediates: others, at: TestLab.now, remembering: true)
            #expect(!isKept(by: anchors, question(helpers: others)))
        }
    }

    @Test("a path is not kept among more certificates and CRLs than can be looked at quickly")
    func manyLists() throws {
        let lists = try (0..<64).map { try list(until: TestLab.now + 3600 + Double($0)) }
        let many = [Certificate](repeating: authority, count: 64)
        #expect(try TrustAnchors(many).steadySpan(around: TestLab.now, knowing: [alice]) != nil)
        let anchors = try TrustAnchors(many, revocationLists: lists)
        #expect(anchors.steadySpan(around: TestLab.now, knowing: [alice]) == nil)
    }

    @Test("at every instant the verdict is that of a search without memory")
    func sameVerdict() throws {
        let dates = [TestLab.now + 200, TestLab.now + 500]
        let bob = try lab.identity(.bob).certificate
        let lists = [
            try list(revoking: [(bob, dates[0])], until: TestLab.now + 300),
            try list(revoking: [(alice, dates[1])], until: TestLab.now + 700),
        ]
        let anchors = try TrustAnchors([authority], revocationLists: lists)
        func verdict(_ certificate: Certificate, _ instant: Date, _ remembering: Bool) -> String {
            do throws(CMSError) {
                let path = try anchors.verify(certificate, at: instant, remembering: remembering)
                return "\(path.certificates.count) \(path.unlisted.count) \(path.outdated.count)"
            } catch {
                return "\(error)"
            }
        }
        var instants = (-5..<90).map { TestLab.now + Double($0) * 9.5 }
        instants += (dates + [alice.facts.notAfter, alice.facts.notBefore]).flatMap { [$0 - 1, $0, $0 + 1] }
        var verdicts: Set<String> = []
        for instant in instants.shuffled() + instants.shuffled() {
            for certificate in [alice, bob] {
                let fresh = verdict(certificate, instant, false)
                #expect(verdict(certificate, instant, true) == fresh, "\(instant)")
                verdicts.insert(fresh)
            }
        }
        #expect(verdicts.count > 3)
    }
}
