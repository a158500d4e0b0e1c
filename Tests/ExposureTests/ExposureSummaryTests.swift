import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Exposure of many messages")
struct ExposureSummaryTests {
    private var summary: ExposureSummary {
        get throws {
            let notify = ExposureReport.of(
                try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
            let hidden = ExposureReport.of(
                try ExampleMessage.request(
                    "REGISTER", to: "sip:example.com", from: "<sip:anonymous@anonymous.invalid>;tag=1",
                    toField: "<sip:anonymous@anonymous.invalid>"), layers: [])
            return ExposureSummary([
                (file: "a.sip", method: "NOTIFY", report: notify),
                (file: "b\u{1B}[2J.sip", method: "REGISTER", report: hidden),
            ])
        }
    }

    @Test("counts by severity and kind, and has the worst of each message")
    func counts() throws {
        let summary = try summary
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
