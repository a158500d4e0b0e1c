import Assessment
import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("The picture of the path")
struct PathPictureTests {
    /// The texts of the drawing that has this class.
    private func texts(_ html: String, in drawing: String) throws -> [String] {
        let markup = try #require(html.components(separatedBy: "<svg class=\"\(drawing)\"").last)
        let end = try #require(markup.components(separatedBy: "</svg>").first)
        return end.components(separatedBy: "<text ").dropFirst().compactMap { piece in
            piece.split(separator: ">", maxSplits: 1).last.map { String($0.prefix { $0 != "<" }) }
        }
    }

    @Test(
        "positions of which the same is shown are drawn once, and others on their own",
        arguments: ["wide", "narrow"])
    func merged(drawing: String) throws {
        let layer = VisibleLayer(kind: .authEnvelopedData, recipients: ["k"], cipher: "c", octets: 9)
        let same = ExposureReport.of(try ExampleMessage.publish(body: "<presence/>"), layers: [layer])
        let one = try texts(PathPicture(same).html.markup, in: drawing)
        #expect(one.contains("the same kinds for all 6") && one.count { $0 == "critical" } == 1)
        #expect(one.suffix(3) == ["not shown", "body", "who watches whom"])
        let fields = [
            "P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=1", "P-Charging-Vector: icid-value=1",
        ]
        let different = ExposureReport.of(try ExampleMessage.subscribe(others: fields), layers: [])
        let several = try texts(PathPicture(different).html.markup, in: drawing)
        #expect(several.count { $0 == "critical" } > 1)
        #expect(several.first == "Sender" && several.contains("who watches whom"))
        #expect(!several.contains("not shown") && !several.contains("relation"))
    }

    @Test("each position has the kinds of medium severity and above that it reads, by highest severity")
    func kinds() throws {
        for message in [try ExampleMessage.subscribe(), try ExampleMessage.publish(body: "<presence/>")] {
            let report = ExposureReport.of(message, layers: [])
            let description = try #require(
                PathPicture(report).html.markup.components(separatedBy: "<desc>").last?
                    .components(separatedBy: "</desc>").first)
            var expected: [String: Severity] = [:]
            for finding in report.headers
            where finding.severity >= .medium && finding.observers.contains(.farSide) {
                for kind in finding.reveals where kind != "relation" {
                    expected[kind] = max(expected[kind] ?? .info, finding.severity)
                }
            }
            let last = try #require(description.components(separatedBy: "Far side: ").last)
            for (kind, severity) in expected {
                let group = try #require(last.components(separatedBy: "\(severity.rawValue): ").last)
                #expect(group.prefix { $0 != ";" && $0 != "." }.contains(kind), "\(kind) \(last)")
            }
            #expect(last.contains("who watches whom"))
        }
    }

    @Test("every drawing has a role, a title and a description, and no identifier that another page part has")
    func accessible() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let html = PathPicture(report).html.markup
        #expect(html.components(separatedBy: "<svg ").count == 3)
        #expect(html.components(separatedBy: " role=\"img\"><title>The path of the message").count == 3)
        #expect(html.components(separatedBy: "</title><desc>The sender writes the message. ").count == 3)
        #expect(!html.contains(" id=") && !html.contains("style="))
    }

    @Test("under an alternative, what is hidden is green, and what is exposed is not")
    func assessment() throws {
        let assessment = try AssessmentPageTests.assessment()
        let row = try #require(assessment.matrix.first { $0.alternative == .ipsec })
        let html = PathPicture(row).html.markup
        #expect(html.contains("t-good") && html.contains("t-critical"))
        #expect(html.contains("what each position on it learns: IPsec with encryption"))
        for visibility in Visibility.allCases {
            #expect((visibility.colour == "good") == (visibility == .hidden))
        }
    }

    @Test("text from a message is escaped")
    func hostile() {
        let node = PathPicture.Node(
            names: ["</text><script>\u{9B}"],
            groups: [
                .init(label: "\"&", tone: .high, chips: ["<b>\u{202E}", String(repeating: "w", count: 300)])
            ])
        let html = PathPicture(title: "<i>", positions: [node]).html.markup
        for harmful in ["<script", "<b>", "<i>", "\u{9B}", "\u{202E}"] { #expect(!html.contains(harmful)) }
        #expect(html.contains("&lt;b&gt;\\u{202E}") && html.contains("&quot;&amp;"))
    }
}
