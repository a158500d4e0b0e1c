import Exposure
import Octets
import Rendering
import SIPMessage
import TestSupport
import Testing

@Suite("The members of exposures and assessments")
struct ExposureMembersTests {
    @Test("every property of an exposure, its summary and its SARIF log is written")
    func exposure() throws {
        let before = ExposureReport.of(try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"), layers: [])
        let after = ExposureReport.of(try ExampleMessage.subscribe(others: ["X-A: 1"]), layers: [])
        let log = SARIFLog([(file: "a.sip", number: 1, report: before)], version: "1")
        let summary = ExposureSummary([(file: "a.sip", method: "NOTIFY", report: before)])
        let change = ExposureChange(before: before, after: after)
        for value in [before, after, log, summary, change] as [any JSONEncodable] {
            #expect(try propertiesWithoutMember(in: value) == [])
        }
        #expect(!before.derived.isEmpty && !before.headers.isEmpty)
    }
}
