import Assessment
import Exposure
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

/// docs/report.md, "The report of `assess`".
@Suite("The members of an assessment")
struct AssessmentMembersTests {
    @Test("a row, its cells, the best and the costs have the members that the document names")
    func names() throws {
        let assessment = try AssessmentLab.reconstructedDialog()
        let row = try reportMembers(of: try #require(assessment.matrix.last))
        #expect(Set(row.keys) == ["alternative", "cells", "obstacles", "title", "usableFor"])
        #expect(row["alternative"] as? String == "3+5" && row["usableFor"] as? Int == 4)
        let cells = try #require(row["cells"] as? [[String: Any]])
        #expect(cells.count == Observer.allCases.count * AssessedInformation.allCases.count)
        for cell in cells {
            #expect(
                Set(cell.keys) == [
                    "information", "message", "observer", "precondition", "reason", "remaining", "visibility",
                ])
        }
        let best = try reportMembers(of: try #require(assessment.best.first))
        #expect(
            Set(best.keys) == ["alternative", "information", "observer", "precondition", "visibility"])
        #expect(best["observer"] as? String == "access-eavesdropper")
        let cost = try reportMembers(of: try #require(assessment.costs.last))
        #expect(
            Set(cost.keys) == [
                "alternative", "form", "messageOctets", "octetsOnAir", "packets", "remark", "roundTrips",
                "tooLongForUDP", "unchanged",
            ])
        #expect(cost["form"] as? String == "tunnel")
    }

    @Test("the cost of an alternative without S/MIME has no form")
    func withoutForm() throws {
        let costs = DialogAssessment([AssessmentLab.assessed(try ExampleMessage.publish())]).costs
        #expect(try reportMembers(of: try #require(costs.first))["form"] == nil)
    }

    @Test("states have the words that the document lists")
    func words() throws {
        let publish = try AssessmentLab.publish()
        let states = AssessmentLab.assessed(publish).applicability
        #expect(try reportMembers(of: try #require(states[.smime]))["state"] as? String == "not-applicable")
        #expect(
            try reportMembers(of: try #require(states[.accessCiphering]))["state"] as? String == "unknown")
        #expect(try reportMembers(of: try #require(states[.tls]))["state"] as? String == "applicable")
        let clear = try #require(BodyConfidentiality(of: publish, layers: []))
        #expect(try reportMembers(of: clear)["state"] as? String == "not-protected")
        let closed = try #require(BodyConfidentiality(of: publish, layers: AssessmentLab.envelope))
        #expect(try reportMembers(of: closed)["state"] as? String == "protected")
        #expect(try reportMembers(of: closed)["reason"] as? String == closed.reason)
    }

    @Test("a measured time and the size of a sent message are written as they are")
    func numbers() throws {
        let time = try reportMembers(
            of:
                MeasuredTime(
                    message: "a", form: .anonymousTunnel, protectMicroseconds: 1.5, openMicroseconds: 2.5,
                    rounds: 3))
        #expect(time["form"] as? String == "anonymous-tunnel" && time["message"] as? String == "a")
        #expect(time["protectMicroseconds"] as? Double == 1.5 && time["openMicroseconds"] as? Double == 2.5)
        #expect(time["rounds"] as? Int == 3)
        let sent = try reportMembers(of: HopEncoding.none.sent(1301, overUDP: true))
        #expect(sent["exceedsUDP"] as? Bool == true && sent["messageOctets"] as? Int == 1301)
        #expect(sent["octetsOnAir"] as? Int == 40 + 20 + 1301 && sent["packets"] as? Int == 1)
    }
}
