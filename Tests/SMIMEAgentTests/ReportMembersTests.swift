import Exposure
import Octets
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@Suite("The members of reports")
struct ReportMembersTests {
    @Test("every property of a report on a message is written")
    func message() throws {
        let lab = try AgentLab()
        let rules = try AgentLab.policy("answer-3")
        let sent = try lab.protect(AgentLab.publish(), under: rules) {
            $0.tunnel = .init(.minimal, name: "minimal")
        }
        let received = try lab.open(sent.message, under: rules)
        let reports = [sent.reportWithComparison(), received.reportWithExposure()]
        for report in reports {
            #expect(try propertiesWithoutMember(in: report) == [])
            #expect(report.tunnel != nil && report.policy != nil && report.exposure != nil)
        }
        #expect(received.report.signer != nil && !received.report.headers.isEmpty)
    }
}
