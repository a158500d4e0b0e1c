import CMS
import CertStore
import Foundation
import SIPMessage
import SMIMEBody
import Synchronization
import TestSupport
import Testing

@testable import SMIMEAgent

@Suite("A store that a service confirms")
struct ConfirmedStoreTests {
    /// A clock that stands still until it is moved.
    private final class TestClock: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }

        func advance(by duration: Duration) { instant.withLock { $0 += duration } }
    }

    private let lab: AgentLab
    private let shared: TestLab
    private let clock = TestClock()
    private let database: CertStore
    private let store: MessageStore

    init() throws {
        lab = try AgentLab()
        shared = try TestLab.shared()
        database = try lab.otherProcess()
        let clock = clock
        store = MessageStore(
            database, ledger: try lab.otherProcess(), freshness: .confirmed(within: .seconds(1)),
            clock: { clock.now })
    }

    private func protected() throws -> SIPMessage? { try lab.protect(AgentLab.publish()).message }

    private func open(_ message: SIPMessage?, once: Bool = false) throws -> ReceivedMessage {
        var options = ReceivingOptions(operation: "test")
        options.once = once
        guard let message else { throw AgentError.senderUnknown(nil) }
        let incoming = try IncomingMessage(.sip(message), options: options, under: nil, at: TestLab.now)
        return try ReceivingAgent(store: store).open(incoming)
    }

    private func isUnconfirmed(_ work: () throws -> Void) throws -> Bool {
        switch try lab.refusal(work)?.error {
        case .store(.stateNotConfirmed): true
        default: false
        }
    }

    @Test("refuses every message before the first confirmation, and a second after the last one")
    func unconfirmed() throws {
        let message = try protected()
        #expect(try isUnconfirmed { _ = try open(message) })
        try store.confirm()
        _ = try open(message)
        clock.advance(by: .seconds(1))
        _ = try open(message)
        clock.advance(by: .nanoseconds(1))
        #expect(try isUnconfirmed { _ = try open(message) })
        let outgoing = try OutgoingMessage(
            AgentLab.publish(), options: SendingOptions(.signedAndEnveloped, operation: "test"), under: nil,
            at: TestLab.now)
        #expect(try isUnconfirmed { _ = try SendingAgent(store: store).protect(outgoing) })
        try store.confirm()
        _ = try open(message)
        _ = try SendingAgent(store: store).protect(outgoing)
    }

    @Test("keeps its contents from the first message on, whatever is written to the ledger")
    func kept() throws {
        let state = try database.state
        try store.confirm()
        let first = try store.current().snapshot
        _ = try open(protected(), once: true)
        for number in 0..<3 {
            let entry = LedgerEntry(digests: [[UInt8(number)]], signed: TestLab.now, states: [])
            let other = try lab.otherProcess()
            #expect(try other.admit(entry, at: TestLab.now, rememberingFor: 600) == .fresh)
            try store.confirm()
            #expect(try store.current().snapshot === first)
        }
        // The state that each message reads shows those writes.
        #expect(try database.state != state)
    }

    @Test("uses a revocation by another process after the next confirmation")
    func revocation() throws {
        let message = try protected()
        try store.confirm()
        _ = try open(message)
        let alice = try shared.identity(.alice).certificate
        let entry = RevokedCertificate(
            serialNumber: alice.facts.serialNumber, revokedAt: TestLab.now - 60, reason: .keyCompromise)
        let list = try shared.authority.revocationList(
            number: 1, revoked: [entry], at: TestLab.now - 60, nextUpdate: TestLab.now + 86_400)
        _ = try lab.otherProcess().add([list])
        _ = try open(message)
        try store.confirm()
        #expect(try lab.refusal { _ = try open(message) }?.error.code == .revoked)
    }

    @Test("a confirmation that fails leaves the one before, which ends in its time")
    func failedConfirmation() throws {
        let message = try protected()
        try store.confirm()
        _ = try open(message)
        try lab.moveStore()
        clock.advance(by: .milliseconds(600))
        #expect(throws: CertStoreError.self) { try store.confirm() }
        _ = try open(message)
        clock.advance(by: .milliseconds(600))
        #expect(try isUnconfirmed { _ = try open(message) })
    }

    @Test("its time is that of the last confirmation and what has passed since")
    func time() throws {
        let confirmation = try store.confirm()
        #expect(store.now() == confirmation.now)
        clock.advance(by: .milliseconds(1500))
        #expect(abs(store.now().timeIntervalSince(confirmation.now) - 1.5) < 0.000_001)
        #expect(abs(confirmation.now.timeIntervalSinceNow) < 60)
    }
}
