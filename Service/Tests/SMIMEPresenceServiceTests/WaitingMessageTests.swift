import CMS
import CertStore
import CertificateAdministration
import Dispatch
import Foundation
import SMIMEAgent
import Testing

@testable import SMIMEPresenceService

/// Messages that wait while the store changes.
struct WaitingMessageTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    private func revokeAlice() throws {
        let other = try CertStore.open(lab.location)
        let alice = try other.certificates(forURI: "sip:alice@example.test").map(\.certificate)
        try other.revoke(alice, reason: .keyCompromise, at: .now)
    }

    private func issueCarol() throws {
        let profile = try SubscriberAddress("sip:carol@example.test").profile()
        _ = try CertStore.open(lab.location).issue(profile, on: IssuingTerms(days: 3, at: .now - 60))
    }

    @Test func `a message whose signer is revoked while it waits for a thread is refused`() async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        let gate = DispatchSemaphore(value: 0)
        for _ in 0..<2 { try lab.agents.threads.submit { _ in gate.wait() } }
        let lab = lab
        async let answer = lab.post("/v1/open", protected)
        while lab.agents.threads.load < 3 { await Task.yield() }
        try revokeAlice()
        try lab.agents.store.confirm()
        for _ in 0..<2 { gate.signal() }
        #expect(try await answer.status == 422)
        #expect(try await answer.member("code") == "revoked")
    }

    /// Opens a message while the ledger is locked; `change` changes the store before the ledger records it.
    private func opened(_ message: [UInt8], during change: () throws -> Void) async throws
        -> ServiceLab.Answer
    {
        try change()
        let (locked, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let other = try CertStore.open(lab.location)
        let writer = Thread {
            // A writer that delivers what it has not committed yet keeps the lock.
            _ = try? other.nextRevocationLists(lasting: 86_400, clock: { Date.now }) { _ in
                locked.signal()
                gate.wait()
            }
        }
        writer.start()
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                locked.wait()
                continuation.resume()
            }
        }
        let lab = lab
        async let answer = lab.post("/v1/open", message)
        try await Task.sleep(for: .milliseconds(500))
        try lab.agents.store.confirm()
        gate.signal()
        return try await answer
    }

    @Test func `a message whose signer is revoked while it waits for the ledger is refused`() async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        let answer = try await opened(protected) { try revokeAlice() }
        #expect(answer.status == 422)
        #expect(try answer.member("code") == "revoked")
        // It was recorded before it was refused.
        #expect(try lab.agents.store.ledgerCount().count.entries > 0)
    }

    @Test func `a message is accepted if another change was made while it waited`() async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        let answer = try await opened(protected) { try issueCarol() }
        #expect(answer.status == 200)
        #expect(answer.text.hasSuffix(SampleMessages.document))
    }
}
