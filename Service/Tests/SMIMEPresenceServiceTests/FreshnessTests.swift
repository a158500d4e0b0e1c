import CMS
import CertStore
import CertificateAdministration
import Foundation
import HTTPTypes
import Logging
import SMIMEAgent
import ServiceLifecycle
import Testing

@testable import SMIMEPresenceService

/// When a change of the store takes effect, and what happens while its state is not confirmed.
struct FreshnessTests {
    /// Runs `work` while the state is confirmed as in the service.
    private func confirming(
        _ lab: ServiceLab, _ signal: ChangeSignal = ChangeSignal(),
        interval: Duration = .milliseconds(200), _ work: () async throws -> Void
    ) async throws {
        let freshness = Freshness(
            agents: lab.agents, readiness: lab.readiness, logger: lab.log.logger(),
            metrics: ServiceMetrics(lab.registry), signal: signal, interval: interval)
        let task = Task { try await freshness.run() }
        // Under load the first confirmation may be late.
        while try await lab.post("/v1/protect", SampleMessages.publish()).status == 503 {
            try await Task.sleep(for: .milliseconds(20))
        }
        do {
            try await work()
        } catch {
            task.cancel()
            throw error
        }
        task.cancel()
        _ = try? await task.value
    }

    /// Posts a message, and repeats it while a busy machine confirms no state.
    private func post(_ lab: ServiceLab, _ path: String, _ message: [UInt8]) async throws -> ServiceLab.Answer
    {
        for _ in 0..<100 {
            let answer = try await lab.post(path, message)
            if answer.status != 503 { return answer }
            try await Task.sleep(for: .milliseconds(100))
        }
        return try await lab.post(path, message)
    }

    @Test func `a revocation on another connection takes effect within a second`() async throws {
        let lab = try ServiceLab(freshness: .confirmed(within: .seconds(1)))
        try await confirming(lab) {
            var messages: [[UInt8]] = []
            for _ in 0..<2 {
                messages.append(try await post(lab, "/v1/protect", SampleMessages.publish()).octets)
            }
            #expect(try await post(lab, "/v1/open", messages[0]).status == 200)
            let other = try CertStore.open(lab.location)
            let alice = try other.certificates(forURI: "sip:alice@example.test").map(\.certificate)
            try other.revoke(alice, reason: .keyCompromise, at: .now)
            try await Task.sleep(for: .seconds(1))
            let answer = try await post(lab, "/v1/open", messages[1])
            #expect(answer.status == 422)
            #expect(try answer.member("code") == "revoked")
            #expect(try await post(lab, "/v1/protect", SampleMessages.publish()).status == 422)
        }
    }

    @Test func `a certificate that another connection adds can be used within a second`() async throws {
        let lab = try ServiceLab(freshness: .confirmed(within: .seconds(1)))
        try await confirming(lab) {
            let message = SampleMessages.publish(
                body: Array(SampleMessages.document(of: "sip:carol@example.test").utf8), from: "carol")
            #expect(try await post(lab, "/v1/protect", message).status == 422)
            let terms = IssuingTerms(days: 3, at: .now - 60)
            let profile = try SubscriberAddress("sip:carol@example.test").profile()
            _ = try CertStore.open(lab.location).issue(profile, on: terms)
            try await Task.sleep(for: .seconds(1))
            #expect(try await post(lab, "/v1/protect", message).status == 200)
        }
    }

    @Test func `after a notification a change takes effect at once`() async throws {
        let lab = try ServiceLab()
        let signal = ChangeSignal()
        try await confirming(lab, signal, interval: .seconds(3600)) {
            #expect(try await post(lab, "/v1/protect", SampleMessages.publish()).status == 200)
            let other = try CertStore.open(lab.location)
            let alice = try other.certificates(forURI: "sip:alice@example.test").map(\.certificate)
            try other.revoke(alice, reason: .keyCompromise, at: .now)
            #expect(try await post(lab, "/v1/protect", SampleMessages.publish()).status == 200)
            signal.notify()
            var status = 200
            for _ in 0..<100 where status == 200 {
                try await Task.sleep(for: .milliseconds(50))
                status = try await post(lab, "/v1/protect", SampleMessages.publish()).status
            }
            #expect(status == 422)
        }
    }

    @Test func `several notifications wake a waiting thread once`() {
        let signal = ChangeSignal()
        for _ in 0..<3 { signal.notify() }
        let start = ContinuousClock.now
        signal.wait(for: .seconds(60))
        #expect(.now - start < .seconds(30))
        let second = ContinuousClock.now
        signal.wait(for: .milliseconds(50))
        #expect(.now - second >= .milliseconds(50))
        signal.end()
        signal.wait(for: .seconds(60))
        #expect(signal.isOver && .now - start < .seconds(30))
    }

    @Test func `messages are answered 503 after a second without a confirmation`() async throws {
        let lab = try ServiceLab(freshness: .confirmed(within: .milliseconds(50)))
        try await Task.sleep(for: .milliseconds(100))
        for path in ["/v1/protect", "/v1/open", "/v1/verify"] {
            let answer = try await lab.post(path, SampleMessages.publish())
            #expect(answer.status == 503, "\(path)")
            #expect(try answer.member("code") == "store", "\(path)")
            #expect(answer.fields[.retryAfter] != nil)
        }
    }

    @Test func `a service whose store is missing is not ready, logs it once, and recovers`() async throws {
        let lab = try ServiceLab(freshness: .confirmed(within: .seconds(1)))
        try await confirming(lab) {
            let away = lab.location + ".away"
            try FileManager.default.moveItem(atPath: lab.location, toPath: away)
            try await Task.sleep(for: .milliseconds(1200))
            let answer = try await lab.post("/v1/open", SampleMessages.publish())
            #expect(answer.status == 503)
            #expect(try answer.member("code") == "not-ready")
            #expect(try await lab.send(.get, "/readyz").status == 503)
            #expect(try await lab.send(.get, "/healthz").status == 200)
            #expect(lab.log.entries.filter { $0.contains("the store cannot be read") }.count == 1)
            try FileManager.default.moveItem(atPath: away, toPath: lab.location)
            for _ in 0..<100 where !lab.readiness.isReady { try await Task.sleep(for: .milliseconds(50)) }
            #expect(try await lab.send(.get, "/readyz").status == 200)
        }
    }

    @Test func `a service is ready after its self-test and while its store is confirmed`() {
        let readiness = Readiness()
        #expect(readiness.confirm(true) && !readiness.isReady)
        readiness.passedTest()
        #expect(readiness.isReady && !readiness.confirm(true))
        #expect(readiness.confirm(false) && !readiness.isReady && readiness.isTested)
    }

    @Test func `the self-test passes with this libcrypto`() throws { try SelfTest.run(at: .now) }
}
