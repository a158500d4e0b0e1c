import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("The timestamps that a ledger records")
struct LedgerTimestampTests {
    private let ledger = MemoryLedger()

    private func tuple(_ id: String?, _ timestamp: String) -> String {
        "<tuple\(id.map { " id='\($0)'" } ?? "")><status/><timestamp>\(timestamp)</timestamp></tuple>"
    }

    private func document(_ tuples: [String]) throws -> MIMEEntity {
        try Exchange.entity(
            "application/pidf+xml",
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='\(Exchange.alice)'>\(tuples.joined())</presence>"
        )
    }

    /// The points of the recorded states, that of the dialog first.
    private func numbers(
        _ content: MIMEEntity, in message: SampleMessage = .publish, by holder: TestLab.Holder = .alice,
        as receiver: TestLab.Holder = .server, for recipients: [String] = ["sip:example.test"],
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> [Int64] {
        let body = try Exchange.signed(
            Exchange.bound(to: message, for: recipients, content: content), by: holder)
        _ = try Exchange.opener(receiver, policy: policy).open(
            body, in: OpeningContext(of: message.parsed(), at: TestLab.now), recordingIn: ledger)
        return try #require(ledger.all.last).states.map(\.number)
    }

    private var now: Int64 { Int64(TestLab.now.timeIntervalSince1970) }

    @Test("none of tuples without id or with a repeated id, nor one more than 300 s ahead")
    func unfit() throws {
        let noon = "2026-11-23T12:00:00Z"
        let content = try document([
            tuple(nil, noon), tuple("", noon), tuple("twice", noon), tuple(" twice", "2026-11-23T12:00:01Z"),
            tuple("no-time", "yesterday"), tuple("ahead", "2026-11-23T12:05:00.000001Z"),
            tuple("year", "2027-11-23T12:00:00Z"), tuple("edge", "2026-11-23T12:05:00Z"), tuple("0", noon),
        ])
        #expect(try numbers(content) == [7, now + 300, now])
    }

    @Test("none of ids that appear twice in the parts of one body")
    func parts() throws {
        let parts = try ["2026-11-23T12:00:00Z", "2026-11-23T11:00:00Z"].map {
            try document([tuple("a", $0)])
        }
        #expect(try numbers(SpoofingShape.multipart("mixed", parts)) == [7])
    }

    @Test("the newest 64 if there are more")
    func newest() throws {
        let content = try document(
            (0..<100).map {
                tuple("t\($0)", "2026-11-23T11:\($0 / 60 == 0 ? "58" : "59"):\(10 + $0 % 60 % 50)Z")
            })
        let given = try numbers(content)
        #expect(given.count == 65)
        #expect(given.dropFirst().min() ?? 0 >= now - 120 + 10)
    }

    @Test("none of a domain's content inside a dialog: each watcher may see another view")
    func dialog() throws {
        let view = try document([tuple("a", "2026-11-23T12:00:00Z")])
        let recipients = ["sip:bob@example.test"]
        #expect(try numbers(view, in: .notify, by: .server, as: .bob, for: recipients) == [12])
        let outside = SampleMessage.notify.with("To", "<sip:bob@example.test>").with("Call-ID", "dialog-2")
        #expect(try numbers(view, in: outside, by: .server, as: .bob, for: recipients) == [12, now])
    }
}
