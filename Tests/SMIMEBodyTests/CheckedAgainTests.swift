import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import CMS
@testable import SMIMEBody

/// Each check uses the private key once, so that its count shows how often a body was checked.
@Suite("A check is valid for one second, one store generation, one policy, and one choice of ledger")
struct CheckedAgainTests {
    private func context(at instant: Date = TestLab.now) throws -> OpeningContext {
        OpeningContext(of: try SampleMessage.publish.parsed(), at: instant)
    }

    private static func body() throws -> MIMEEntity {
        try Exchange.enveloped(Exchange.signed(Exchange.bound()))
    }

    private func accept(_: borrowing CheckedBody) throws(Never) {}

    /// The number of checks if `opener` checks at `checkedAt` and `admitting` admits at `admittedAt`.
    private func checks(
        by opener: Opener<Never>, admittedBy admitting: Opener<Never>? = nil,
        at admittedAt: Date = TestLab.now,
        checkedAt: Date = TestLab.now
    ) throws -> Int {
        let before = PrivateKeyUse.count
        let checked = try opener.check(Self.body(), in: context(at: checkedAt))
        _ = try (admitting ?? opener).admit(checked, by: accept, at: admittedAt)
        return PrivateKeyUse.count - before
    }

    /// Why `admitting` does not admit a body that `opener` has checked; nil if it does.
    private func reason(
        of body: MIMEEntity? = nil, checkedBy opener: Opener<Never>, at checkedAt: Date = TestLab.now,
        admittedBy admitting: Opener<Never>, at admittedAt: Date = TestLab.now
    ) throws -> SMIMEError? {
        let checked = try opener.check(body ?? Self.body(), in: context(at: checkedAt))
        do throws(AdmissionError<Never, Never, Never>) {
            _ = try admitting.admit(checked, by: accept, at: admittedAt)
            return nil
        } catch {
            switch error {
            case .body(let refusal): return refusal.reason
            }
        }
    }

    @Test("a check older than a second, or from a clock ahead, is repeated")
    func age() throws {
        let opener = try Exchange.opener()
        for (seconds, count) in [(0, 1), (1, 1), (1.001, 2), (60, 2), (-0.001, 2)] {
            #expect(try checks(by: opener, at: TestLab.now + seconds) == count, "\(seconds)")
        }
    }

    @Test("it is repeated as of the instant of admission, so that the body may be too old by then")
    func staleMeanwhile() throws {
        let opener = try Exchange.opener(policy: Exchange.policy { $0.maximumAge = 300 })
        let stale = SMIMEError.stale(signed: TestLab.now, maximumAge: 300)
        let late = TestLab.now + 301
        #expect(try reason(checkedBy: opener, at: late - 2, admittedBy: opener, at: late) == stale)
        #expect(throws: AdmissionError<Never, Never, Never>.self) {
            let checked = try opener.check(Self.body(), in: context(at: late - 2))
            _ = try opener.pending(checked, by: accept, at: late)
        }
    }

    @Test("a check of another store generation is repeated, with the anchors of the new one")
    func generation() throws {
        let lab = try TestLab.shared()
        let opener = try Exchange.opener()
        let renewed = opener.renewed(trusting: lab.anchors, generation: 1)
        #expect(try checks(by: opener) == 1)
        #expect(try checks(by: renewed) == 1)
        #expect(try checks(by: opener, admittedBy: renewed) == 2)
        #expect(try checks(by: renewed, admittedBy: opener) == 2)
        let distrusting = opener.renewed(
            trusting: try TrustAnchors([lab.untrustedCA.certificate]), generation: 2)
        #expect(
            try reason(checkedBy: opener, admittedBy: distrusting)?.code == .untrustedSigner)
    }

    @Test("a check of another opener is repeated with the policy of the admitting one")
    func policy() throws {
        let (lenient, other) = (try Exchange.opener(), try Exchange.opener())
        #expect(try checks(by: lenient, admittedBy: other) == 2)
        let strict = try Exchange.opener(policy: Exchange.policy { $0.unbound = .refuse })
        let unbound = try Exchange.enveloped(Exchange.signed(Exchange.presence()))
        #expect(try reason(of: unbound, checkedBy: lenient, admittedBy: strict) == .unbound)
    }

    @Test("a check without a ledger is repeated with one, and with its maximum age")
    func ledger() throws {
        let opener = try Exchange.opener()
        let before = PrivateKeyUse.count
        let ledger = MemoryLedger()
        let checked = try opener.check(Self.body(), in: context())
        _ = try opener.admit(checked, by: accept, recordingIn: ledger, at: TestLab.now)
        #expect(PrivateKeyUse.count - before == 2 && ledger.all.count == 1)
        let late = TestLab.now + 301
        let old = try opener.check(Self.body(), in: context(at: late))
        do throws(AdmissionError<Never, SMIMEError, Never>) {
            _ = try opener.admit(old, by: accept, recordingIn: ledger, at: late)
            Issue.record("it was admitted")
        } catch {
            guard case .body(let refusal) = error else { throw error }
            #expect(refusal.reason == .stale(signed: TestLab.now, maximumAge: 300))
        }
        #expect(ledger.all.count == 1)
    }

    @Test("the policy judges the last check")
    func judged() throws {
        let lab = try TestLab.shared()
        let opener = try Exchange.opener(policy: Exchange.policy { $0.revocation = RevocationPolicy() })
        let renewed = opener.renewed(
            trusting: try TrustAnchors([lab.authority.certificate]), generation: 1)
        let checked = try opener.check(Self.body(), in: context())
        var warnings = checked.warnings
        #expect(!warnings.contains { if case .noRevocationList = $0 { true } else { false } })
        _ = try renewed.admit(
            checked, by: { (checked) throws(Never) in warnings = checked.warnings }, at: TestLab.now)
        #expect(warnings.contains { if case .noRevocationList = $0 { true } else { false } })
    }
}
