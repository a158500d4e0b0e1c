import CertStore
import Foundation
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@Suite("A message that awaits the verdict of a ledger")
struct PendingMessageTests {
    private let lab: AgentLab

    init() throws { lab = try AgentLab() }

    private func protected(
        _ number: Int, _ document: String = AgentLab.presence
    ) throws -> MessageOrEntity {
        let lunch = try AgentLab.publish(document, header: "Subject: lunch \(number)\r\n")
        let message = try #require(lunch.message)
        let text = String(decoding: message.octets, as: UTF8.self)
            .replacing("CSeq: 1", with: "CSeq: \(number)")
        let numbered = try SIPMessage.parse(Array(text.utf8))
        return .sip(try #require(try lab.protect(.sip(numbered)).message))
    }

    private func pending(
        _ message: MessageOrEntity, under policy: MessagePolicy? = nil, after seconds: Double = 0
    ) throws -> PendingMessage {
        let incoming = try IncomingMessage(
            message, options: ReceivingOptions(operation: "test"), under: policy, at: TestLab.now)
        return try ReceivingAgent(store: lab.store).check(incoming, at: TestLab.now + seconds)
    }

    @Test("gives its content once its record is durable, each of a group by its own verdict")
    func group() throws {
        let messages = try [protected(2), protected(4), protected(3), protected(5)]
        let repeated = messages[1]
        var requests: [LedgerRequest] = []
        for message in messages + [repeated] { requests.append(try pending(message).request) }
        let results = lab.store.admit(requests)
        #expect(try results.map { try $0.get() } == [.fresh, .fresh, .superseded, .fresh, .replayed])
        let received = try pending(messages[0]).completed(with: .fresh)
        #expect(try String(decoding: received.plain().octets, as: UTF8.self).contains("<basic>open</basic>"))
        #expect(received.report.reasonCode == nil)
        let replayed = try lab.refusal { _ = try pending(repeated).completed(with: results[4].get()) }
        #expect(replayed?.error.code == .replayed)
        #expect(try lab.store.ledgerCount().count.entries > 0)
    }

    @Test("is the same message as one that is opened in one step without a ledger, with the same report")
    func sameReport() throws {
        let message = try protected(1)
        let opened = try lab.open(message.message)
        let completed = try pending(message).completed(with: .fresh)
        #expect(JSONWriter.document(opened.report) == JSONWriter.document(completed.report))
        #expect(try opened.plain().octets == completed.plain().octets)
        _ = try lab.open(message.message) { $0.once = true }
        let once = try lab.refusal { _ = try lab.open(message.message) { $0.once = true } }
        let completing = try lab.refusal { _ = try pending(message).completed(with: .replayed) }
        #expect(once?.error.code == .replayed && completing?.error.code == .replayed)
        #expect(
            once.map { JSONWriter.document($0.refusedReport(hint: "")) }
                == completing.map { JSONWriter.document($0.refusedReport(hint: "")) })
    }

    @Test("is replayed if a program before store version 10 has recorded it")
    func earlierVersion() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Vectors.octets("stores/version-9.db"), to: "store.db")
        try directory.setPermissions(of: "store.db", to: 0o600)
        let store = MessageStore(try CertStore.open(directory.file("store.db")))
        let recorded = try Date("2026-11-30T22:33:05Z", strategy: .iso8601)
        let incoming = try IncomingMessage(
            MessageOrEntity.read(Vectors.octets("stores/version-9-recorded.sip"), bodyType: nil),
            options: ReceivingOptions(operation: "test"), under: nil, at: recorded)
        let request = try ReceivingAgent(store: store).check(incoming, at: recorded).request
        #expect(request.record.statedSecond == 1_796_077_981)
        #expect(try store.judge(request) == .replayed)
        #expect(try store.admit([request])[0].get() == .replayed)
    }

    @Test("with another body at its place in the dialog is refused, also after a later one")
    func samePlace() throws {
        let (first, later) = (try protected(2), try protected(3))
        let other = try protected(2, AgentLab.presence.replacing(">open<", with: ">closed<"))
        #expect(try lab.store.admit([pending(first).request])[0].get() == .fresh)
        #expect(try lab.store.admit([pending(other).request])[0].get() == .replayed)
        #expect(try lab.store.admit([pending(later).request])[0].get() == .fresh)
        #expect(try lab.store.admit([pending(other).request])[0].get() == .superseded)
        #expect(try lab.store.admit([pending(first).request])[0].get() == .replayed)
    }

    @Test("is judged without being recorded")
    func judged() throws {
        let message = try protected(1)
        for _ in 0..<2 { #expect(try lab.store.judge(pending(message).request) == .fresh) }
        _ = try lab.open(message.message) { $0.once = true }
        #expect(try lab.store.judge(pending(message).request) == .replayed)
    }

    @Test("is checked at the instant that is given, and refused by the rules before any ledger is asked")
    func refusals() throws {
        let message = try protected(1)
        #expect(try lab.refusal { _ = try pending(message, after: 301) }?.error.code == .stale)
        let forbidding = try AgentLab.policy("answer-5")
        #expect(try lab.refusal { _ = try pending(message, under: forbidding) }?.error.code == .policy)
        #expect(try lab.store.judge(pending(message).request) == .fresh)
        let failed = try pending(message).refused(by: .ledgerFull(limit: 1))
        guard case .store(.ledgerFull(limit: 1)) = failed.error else {
            Issue.record("\(failed.error)")
            return
        }
        #expect(failed.report.reasonCode == nil)
    }
}
