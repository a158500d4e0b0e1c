import Foundation
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The age of a body")
struct FreshnessTests {
    private func refusal(
        date: Double?, signingTime: Double?, maximumAge: Double? = 300, future: OpeningPolicy.Future = .refuse
    ) -> SMIMEError? {
        do throws(SMIMEError) {
            try FreshnessChecks(maximumAge: maximumAge, instant: TestLab.now, future: future)
                .check(date.map { TestLab.now + $0 }, signingTime: signingTime.map { TestLab.now + $0 })
            return nil
        } catch {
            return error
        }
    }

    private func stale(_ seconds: Double?) -> SMIMEError {
        .stale(signed: seconds.map { TestLab.now + $0 }, maximumAge: 300)
    }

    @Test("counts from the signed Date; without one, from the signing time")
    func age() {
        #expect(refusal(date: -300, signingTime: -300) == nil)
        #expect(refusal(date: -301, signingTime: -301) == stale(-301))
        #expect(refusal(date: nil, signingTime: -300) == nil)
        #expect(refusal(date: nil, signingTime: -301) == stale(-301))
        #expect(refusal(date: -10, signingTime: nil) == nil)
        #expect(refusal(date: nil, signingTime: nil) == stale(nil))
    }

    @Test("allows a minute between Date and signing time, and no more")
    func difference() {
        #expect(refusal(date: -60, signingTime: 0) == nil)
        #expect(refusal(date: -61, signingTime: 0) == stale(-61))
        #expect(refusal(date: 0, signingTime: -61) == stale(-61))
    }

    @Test("never lies further in the future than clocks differ")
    func future() {
        #expect(refusal(date: 60, signingTime: 60) == nil)
        #expect(refusal(date: 61, signingTime: 61) == .future(signed: TestLab.now + 61))
    }

    @Test("allows five minutes after now for the later of Date and signing time if no maximum age is set")
    func farFuture() {
        let late = SMIMEError.future(signed: TestLab.now + 301)
        for (date, time) in [(301, nil), (nil, 301), (0, 301), (301, -9000)] as [(Double?, Double?)] {
            #expect(refusal(date: date, signingTime: time, maximumAge: nil) == late)
            #expect(refusal(date: date, signingTime: time, maximumAge: nil, future: .allow) == nil)
            #expect(refusal(date: date, signingTime: time, future: .allow) == late)
        }
        #expect(refusal(date: 300, signingTime: 300, maximumAge: nil) == nil)
        #expect(refusal(date: 0, signingTime: 61) == .future(signed: TestLab.now + 61))
        #expect(refusal(date: nil, signingTime: nil, maximumAge: nil) == nil)
        #expect(refusal(date: -1e9, signingTime: nil, maximumAge: nil) == nil)
    }

    @Test("is checked only with a policy that requires it")
    func policy() throws {
        let body = try Exchange.signed(
            Exchange.bound(to: .publish.with("Date", "Mon, 23 Nov 2026 11:00:00 GMT")))
        let message = SampleMessage.publish.with("Date", "Mon, 23 Nov 2026 11:00:00 GMT")
        #expect(try Exchange.refusal(of: body, in: message) == nil)
        let policy = Exchange.policy { $0.maximumAge = 3600 }
        #expect(
            try Exchange.refusal(of: body, in: message, policy: policy)
                == .stale(signed: TestLab.now - 3600, maximumAge: 3600))
        let fresh = try Exchange.signed(Exchange.bound())
        #expect(try Exchange.refusal(of: fresh, in: .publish, policy: policy) == nil)
    }
}
