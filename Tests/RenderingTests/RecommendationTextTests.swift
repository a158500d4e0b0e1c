import AccessLeg
import Assessment
import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("The text of a recommendation")
struct RecommendationTextTests {
    private func text(_ assessment: DialogAssessment) throws -> RecommendationText {
        try #require(RecommendationText(assessment))
    }

    @Test("text and page begin with it, and both say the same")
    func first() throws {
        let assessment = try AssessmentPageTests.assessment()
        let words = try text(assessment)
        #expect(words.answer.hasPrefix("Use S/MIME and "))
        #expect(AssessmentText(assessment).full.hasPrefix(words.answer.prefix(60)))
        let html = AssessmentPage(assessment).html
        let beginning = try #require(html.range(of: "</h1>\n")).upperBound
        #expect(html[beginning...].hasPrefix("<p class=\"answer\">\(HTML(words.answer).markup)</p>"))
        for sentence in words.reasons { #expect(html.contains("<li>\(HTML(sentence).markup)</li>")) }
        for condition in words.conditions { #expect(html.contains("<li>If \(HTML(condition).markup).</li>")) }
    }

    @Test("it names what is hidden from whom, what stays exposed, its limits and its cost")
    func reasons() throws {
        let words = try text(try AssessmentPageTests.assessment())
        let all = words.reasons.joined(separator: "\n")
        #expect(all.contains("It hides the body"))
        #expect(all.contains(" from an eavesdropper on the access leg; "))
        #expect(all.contains("\nIt leaves exposed: "))
        #expect(all.contains(" on the access leg; without it the messages take "))
        #expect(all.contains("Alternatives 0 and 1 are not compared"))
        #expect(words.reasons.allSatisfy { $0.hasSuffix(".") })
        #expect(!words.conditions.isEmpty)
    }

    @Test("if no alternative hides more, it says to leave the path as it is")
    func nothing() throws {
        let layer = VisibleLayer(kind: .authEnvelopedData, octets: 10)
        let message = try ExampleMessage.publish(transport: "TLS", body: "<presence/>")
        var description = LegDescription()
        description.hop = .ipsec
        let words = try text(
            DialogAssessment([
                AssessedMessage(
                    name: "a", form: MessageForm(.asIs, message: message, layers: [layer]),
                    leg: MessageLeg(of: message, role: .presentity, description: description), protected: [])
            ]))
        #expect(words.answer == "Leave the path as it is: no alternative hides more of this message.")
        #expect(!words.reasons.contains { $0.hasPrefix("It hides ") || $0.contains("octets") })
    }
}
