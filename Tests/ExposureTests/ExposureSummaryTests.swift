import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Exposure of many messages")
struct ExposureSummaryTests {
    @Test("counts by severity and kind, and has the worst of each message")
    func counts() throws {
        let summary = try ExposureSummary.example()
        #expect(summary.messages.map(\.worst) == [.critical, .high])
        #expect(summary.messages.map(\.file).first == "a.sip")
        #expect(summary.relationReadable == 1)
        #expect(summary.counts.critical == summary.messages.map(\.counts.critical).reduce(0, +))
        #expect(summary.counts.info == summary.messages.map(\.counts.info).reduce(0, +))
        #expect(summary.information.map(\.kind) == summary.information.map(\.kind).sorted())
        let body = try #require(summary.information.first { $0.kind == "body" })
        #expect(body.counts.critical == 1 && body.counts.high == 0)
    }
}
