import CMS
import CertStore
import Foundation
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@testable import SMIMEAgent

@Suite("The contents of a store that agents keep")
struct KeptStoreTests {
    private let lab: AgentLab
    private let shared: TestLab

    init() throws {
        lab = try AgentLab()
        shared = try TestLab.shared()
        // The first message keeps nothing.
        _ = try lab.store.current()
    }

    private func protected() throws -> SIPMessage? { try lab.protect(AgentLab.publish()).message }

    private func code(_ work: () throws -> Void) throws -> ReasonCode? { try lab.refusal(work)?.error.code }

    @Test("contents are kept from message to message")
    func same() throws {
        let (first, second) = (try lab.store.current(), try lab.store.current())
        #expect(first.snapshot === second.snapshot)
        _ = try lab.open(protected())
        #expect(try lab.store.current().snapshot === first.snapshot)
    }

    @Test("an accepted body that the ledger remembers keeps everything")
    func ledger() throws {
        let before = try lab.store.current().snapshot
        _ = try lab.open(protected()) { $0.once = true }
        #expect(try lab.store.current().snapshot === before)
    }

    @Test(
        "a CRL that another process imports counts from the next message on, for sender, recipient and receiver"
    )
    func revocation() throws {
        let message = try protected()
        _ = try lab.open(message)
        let alice = try shared.identity(.alice).certificate
        let entry = RevokedCertificate(
            serialNumber: alice.facts.serialNumber, revokedAt: TestLab.now - 60, reason: .keyCompromise)
        let list = try shared.authority.revocationList(
            number: 1, revoked: [entry], at: TestLab.now - 60, nextUpdate: TestLab.now + 86_400)
        _ = try lab.otherProcess().add([list])
        #expect(try code { _ = try protected() } == .revoked)
        #expect(try code { _ = try lab.open(message) } == .revoked)
    }

    @Test("a trust anchor that another process removes takes effect with the next message")
    func distrust() throws {
        let message = try protected()
        _ = try lab.open(message)
        _ = try lab.otherProcess().distrust(shared.authority.certificate.fingerprint)
        #expect(try code { _ = try lab.open(message) } == .untrustedSigner)
        #expect(try code { _ = try protected() } == .untrustedRecipient)
    }

    @Test("a removed certificate is not used again")
    func removal() throws {
        _ = try protected()
        _ = try lab.otherProcess().remove(try shared.identity(.server).certificate)
        #expect(try code { _ = try protected() } == .noCertificate)
    }

    @Test("a check of signer and recipient counts for one second, but not if the clock is set back")
    func expiry() throws {
        let parties = PreparedParties(keeps: true)
        let identity = try shared.identity(.alice)
        let uri = try SIPURI.parse("sip:alice@example.test")
        let keyed = KeyedCertificate(certificate: identity.certificate, key: identity.key)
        var selections = 0
        for (seconds, count) in [(0.0, 1), (0.5, 1), (1, 1), (1.001, 2), (1.5, 2), (1, 3), (60, 4)] {
            _ = try parties.signer(for: .sip(uri), signature: nil, at: TestLab.now + seconds) {
                selections += 1
                return try CheckedSigner.select(uri, from: [keyed], at: TestLab.now + seconds)
            }
            #expect(selections == count, "\(seconds)")
        }
    }

    @Test("the capacity is not exceeded, whatever addresses messages name")
    func bounded() {
        let kept = Kept<Int, Int>(capacity: 4)
        var reads = 0
        for key in [0, 1, 2, 3, 0, 4, 0] {
            _ = kept.value(of: key) {
                reads += 1; return key
            }
        }
        // The fifth key removes the four before, so 0 is read twice.
        #expect(reads == 6)
    }

    @Test(
        "a certificate that has expired since the last message is refused, since time is not a change of the store"
    )
    func time() throws {
        let message = try protected()
        _ = try lab.open(message)
        let end = try shared.identity(.alice).certificate.facts.notAfter
        let outgoing = try OutgoingMessage(
            AgentLab.publish(), options: SendingOptions(.signedAndEnveloped, operation: "test"), under: nil,
            at: end)
        #expect(try code { _ = try SendingAgent(store: lab.store).protect(outgoing) } != nil)
    }
}
