import CMS
import CertStore
import Foundation
import MIME
import SIPMessage
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@Suite("One document for many watchers, with the parties of a store")
struct FanOutTests {
    private let lab: AgentLab
    private let agent: SendingAgent
    private let options = SendingOptions(.signedAndEnveloped, operation: "test")

    init() throws {
        lab = try AgentLab()
        agent = SendingAgent(store: lab.store)
    }

    private func watcher(_ name: String, number: UInt32 = 1) throws -> Watcher {
        let dialog = try SubscriptionDialog(
            requestURI: "sip:\(name)@192.0.2.9", from: "<sip:alice@example.test>;tag=s\(name)",
            to: "<sip:\(name)@example.test>;tag=\(name)", callID: "dialog-\(name)",
            contact: "<sip:192.0.2.5>",
            event: "presence", via: "SIP/2.0/TCP 192.0.2.5")
        return try agent.watcher(
            SIPURI.parse("sip:\(name)@example.test"), in: dialog, cSeqNumber: number,
            subscriptionState: "active;expires=500", options: options, at: TestLab.now)
    }

    private func fanOut() throws -> NotificationFanOut {
        let document = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "application/pidf+xml")],
            body: Array(AgentLab.presence.utf8))
        return try agent.fanOut(
            of: document, from: .sip(SIPURI.parse("sip:alice@example.test")), options: options,
            at: TestLab.now)
    }

    @Test("every NOTIFY opens for its watcher, and is signed by the presentity")
    func opens() throws {
        // The agent has the keys of all, so that it opens each message as its watcher.
        let results = try fanOut().notifications(
            for: [watcher("bob"), watcher("alice")], signingTime: TestLab.now)
        #expect(results.count == 2)
        for (result, name) in zip(results, ["bob", "alice"]) {
            let message = try SIPMessage.parse(result.get())
            #expect(message.to.uri == "sip:\(name)@example.test")
            let opened = try lab.open(message)
            #expect(opened.body.entity.body == Array(AgentLab.presence.utf8))
        }
    }

    @Test("a watcher without a certificate, or with a revoked one, is refused before anything is written")
    func refused() throws {
        func error(_ name: String) throws -> AgentError? {
            do { _ = try watcher(name) } catch let error as AgentError { return error }
            return nil
        }
        guard case .body(.noCertificate) = try error("carol") else {
            Issue.record("carol has no certificate")
            return
        }
        #expect(try error("bob") == nil)
        let shared = try TestLab.shared()
        let entry = RevokedCertificate(
            serialNumber: try shared.identity(.bob).certificate.facts.serialNumber,
            revokedAt: TestLab.now - 60, reason: .keyCompromise)
        let list = try shared.authority.revocationList(
            number: 1, revoked: [entry], at: TestLab.now - 60, nextUpdate: TestLab.now + 86_400)
        _ = try lab.otherProcess().add([list])
        guard case .body(.untrustedRecipient) = try error("bob") else {
            Issue.record("a revoked watcher is prepared")
            return
        }
    }
}
