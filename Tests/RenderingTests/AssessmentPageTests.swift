import AccessLeg
import Assessment
import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("The page of an assessment")
struct AssessmentPageTests {
    /// A publication and a subscription, with long values that contain markup.
    static func assessment(hostile text: String = "x") throws -> DialogAssessment {
        let publish = try ExampleMessage.publish(
            transport: "TCP", others: ["P-Access-Network-Info: \(String(repeating: "y", count: 600))"],
            body: "<presence/>")
        let subscribe = try ExampleMessage.subscribe(others: ["Subject: \(text)"])
        var path = PathDescription()
        path.watcher.isRoaming = true
        path.watcher.pCSCFRelease = 5
        let legs = MessageLegs(of: [publish, subscribe], path: path).legs
        let layers = [VisibleLayer(kind: .authEnvelopedData, octets: 10)]
        return DialogAssessment(
            zip([publish, subscribe], legs).map { message, leg in
                AssessedMessage(
                    name: text, form: MessageForm(.asIs, message: message, layers: []), leg: leg,
                    protected: [MessageForm(.body, message: message, layers: layers)])
            })
    }

    static let measured = [
        MeasuredTime(message: "<b>", form: .body, protectMicroseconds: 12.4, openMicroseconds: 7.6, rounds: 3)
    ]

    @Test("the policy allows this style sheet and nothing else")
    func policy() throws {
        let html = AssessmentPage(try Self.assessment()).html
        #expect(html.contains("default-src 'none'; style-src '\(StyleSheet.assessment.digest)'"))
        let lab = try TemporaryDirectory()
        try lab.write(Array(StyleSheet.assessment.text.utf8), to: "sheet")
        let digest = try Tool(name: "openssl", directory: lab)("dgst", "-sha256", "-binary", "sheet")
        #expect(StyleSheet.assessment.digest == "sha256-" + Data(digest).base64EncodedString())
        for forbidden in ["<script", "style=", "src=", "href=", "url(", "@import", "onclick"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
    }

    @Test("values of a message cannot become markup, and controls are escaped")
    func hostile() throws {
        let text = "</code><img onerror=alert(1)>\u{9B}31m\u{202E}"
        let html = AssessmentPage(try Self.assessment(hostile: text), measured: Self.measured).html
        #expect(!html.contains("<img") && !html.contains("\u{9B}") && !html.contains("<b>,"))
        #expect(!html.contains("\u{202E}"))
        #expect(html.contains("&lt;/code&gt;&lt;img onerror=alert(1)&gt;\\u{9B}31m"))
    }

    @Test("every cell of the matrix is a word, for both legs and each of them, with its reason")
    func cells() throws {
        let assessment = try Self.assessment()
        let html = AssessmentPage(assessment, measured: Self.measured).html
        // Three maps of 9 alternatives by 5 kinds for each group of observers, and the table of the best.
        let groups = ([assessment.matrix] + assessment.legs.map(\.matrix)).map {
            AssessmentHeat($0, recommended: nil, label: "").groups.count
        }
        let words = Visibility.allCases.map { "<td class=\"v-\($0.rawValue)\">" }
            .map { html.components(separatedBy: $0).count - 1 }.reduce(0, +)
        let unusable = html.components(separatedBy: "<td class=\"none\">n/a</td>").count - 1
        // Six figures of each cost.
        let absent = 6 * assessment.costs.count { $0.messageOctets == nil }
        #expect(groups.count == 3 && words + unusable == groups.reduce(0, +) * 45 + 30 + absent)
        for observer in Observer.allCases {
            #expect(html.contains("Why: \(PagePath.name(observer))</summary>"))
        }
        for row in assessment.matrix where row.usableFor > 0 {
            for cell in row.cells { #expect(html.contains(HTML(cell.reason).markup)) }
        }
        #expect(html.contains("protect 12 µs, open 8 µs") && html.contains("3 rounds"))
    }

    @Test("the costs of an alternative that cannot be used are n/a on the page")
    func unusableCosts() throws {
        let message = try ExampleMessage.publish(body: "<presence/>")
        let assessment = DialogAssessment([
            AssessedMessage(
                name: "a", form: MessageForm(.asIs, message: message, layers: []),
                leg: MessageLeg(of: message, role: .presentity), protected: [])
        ])
        let html = AssessmentNumbers(assessment, measured: []).costs.markup
        let rows = html.components(separatedBy: "<tr>").dropFirst(2)
        #expect(rows.count == assessment.costs.count)
        for (row, cost) in zip(rows, assessment.costs) {
            let empty = row.components(separatedBy: "<td class=\"none\">n/a</td>").count - 1
            let figures = row.components(separatedBy: "<td>").count - 1
            let isUsable = cost.messageOctets != nil
            #expect(empty == (isUsable ? 0 : 6) && figures == (isUsable ? 6 : 0), "\(row)")
        }
        #expect(assessment.costs.contains { $0.messageOctets == nil })
    }

    @Test("one message is one leg, and the page says that the other is not assessed")
    func oneLeg() throws {
        let message = try ExampleMessage.publish()
        let html = AssessmentPage(
            DialogAssessment([
                AssessedMessage(
                    name: "a", form: MessageForm(.asIs, message: message, layers: []),
                    leg: MessageLeg(of: message, role: .presentity), protected: [])
            ])
        ).html
        #expect(html.contains("Only the presentity's leg is assessed") && !html.contains("leg alone"))
        #expect(!html.contains("Time of S/MIME"))
    }
}

/// The same page in headless Chromium.
@Suite(
    "The page of an assessment in a browser",
    .enabled(if: Tool.arePresent("chromium"), "Chromium is not installed: 'make test-browser' installs it"),
    .serialized)
struct AssessmentBrowserTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        let assessment = try AssessmentPageTests.assessment(hostile: String(repeating: "x", count: 600))
        let page = AssessmentPage(assessment, measured: AssessmentPageTests.measured).html
        try directory.write(Array(page.utf8), to: "page.html")
    }

    @Test(
        "at every width, light and dark, the page is complete, nothing overflows, and every text is readable",
        arguments: [(1280, false), (1280, true), (375, false), (375, true)])
    func looks(width: Int, isDark: Bool) throws {
        let look = try BrowserLook.at("page.html", in: directory, width: width, isDark: isDark)
        #expect(look.width == width)
        #expect(look.scroll <= look.client && look.overflowing == [])
        #expect(look.texts > 500)
        #expect(look.leastContrast >= 4.5, "\(look.leastPlace)")
        #expect(look.background == (isDark ? "rgb(22, 22, 26)" : "rgb(255, 255, 255)"))
        #expect(look.sameWithoutScript)
        // Three maps; four words and 'n/a'.
        #expect(look.heatCells > 3 * 45 && look.heatCells.isMultiple(of: 45) && look.heatColours == 5)
        #expect(look.brokenWords == [])
        #expect(look.pictures == 1 && look.arePicturesNamed)
        #expect(look.pictureTexts > 10 && look.strayTexts == [])
        #expect(look.keepsFirstColumn)
        #expect(
            look.outline == [
                "What each protection hides, and from whom", "p.answer", "The path",
                width < 1024 ? "svg.narrow" : "svg.wide", "What each protection leaves readable",
                "table.heat map", "Costs, on the access leg", "table.numbers", "Details",
            ])
    }
}
