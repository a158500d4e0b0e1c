import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

/// The page in headless Chromium: it has no script, so an outer page has one that examines it.
@Suite(
    "The page in a browser",
    .enabled(if: Tool.arePresent("chromium"), "Chromium is not installed: 'make test-browser' installs it"),
    .serialized)
struct BrowserTests {
    private let directory: TemporaryDirectory
    private let report: ExposureReport
    private let protected: ExposureReport

    init() throws {
        directory = try TemporaryDirectory()
        let long = String(repeating: "x", count: 600)
        let message = try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@192.0.2.1",
            from: "\"<script>alert(1)</script>\" <sip:alice@example.com>;tag=1",
            others: [
                "Subject: \(long)", "X-\(long): 1", "Content-Type: text/plain", "Subscription-State: active",
                "P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=\(long)",
            ], body: "<b>\(long)")
        report = ExposureReport.of(message, layers: [])
        let layer = VisibleLayer(kind: .authEnvelopedData, recipients: [long], cipher: "c", octets: 9)
        protected = .of(message, layers: [layer])
        let entries = [
            ExposurePage.Entry(file: "\(long).sip", message: message, report: report, before: report),
            ExposurePage.Entry(
                file: "protected.sip", message: message, report: protected,
                before: report),
        ]
        let summary = ExposureSummary([(file: "\(long).sip", method: "NOTIFY", report: report)])
        try directory.write(Array(ExposurePage(entries, summary: summary).html.utf8), to: "page.html")
    }

    @Test(
        "at every width, light and dark, the page is complete, nothing overflows, and every text is readable",
        arguments: [(1280, false), (1280, true), (375, false), (375, true)])
    func looks(width: Int, isDark: Bool) throws {
        let look = try BrowserLook.at("page.html", in: directory, width: width, isDark: isDark)
        #expect(look.width == width)
        #expect(look.scroll <= look.client && look.overflowing == [])
        let reports = [report, protected]
        #expect(look.rows == reports.map(\.headers.count).reduce(0, +) && look.visibleRows == look.rows)
        #expect(look.graveRows == reports.map(\.counts.critical).reduce(0, +))
        #expect(look.chosenRows == look.graveRows)
        #expect(look.openGroups == 2 && look.groups > 10)
        #expect(look.chosenGroups == look.criticalGroups && look.chosenGroups > 0 && look.emptyReaders == 0)
        #expect(look.texts > 100)
        #expect(look.leastContrast >= 4.5, "\(look.leastPlace)")
        #expect(look.background == (isDark ? "rgb(22, 22, 26)" : "rgb(255, 255, 255)"))
        #expect(look.sameWithoutScript)
        #expect(look.brokenWords == [])
        // One of the two drawings of each message.
        #expect(look.pictures == 2 && look.arePicturesNamed)
        #expect(look.pictureTexts > 20 && look.strayTexts == [])
        #expect(look.keepsFirstColumn)
    }

    @Test(
        "a message begins with the answer, then its path, then what protection changed",
        arguments: [1280, 375])
    func order(width: Int) throws {
        let look = try BrowserLook.at("page.html", in: directory, width: width, isDark: false)
        let start = try #require(look.outline.lastIndex(of: "protected.sip"))
        let change = ["What protection changed", "table.compare", "table.counts", "Conclusions"]
        let readers = FindingGroups(protected).readings.map { $0.title(naming: PagePath.name) }
        let picture = width < 1024 ? "svg.narrow" : "svg.wide"
        let expected =
            ["protected.sip", "p.answer", "The path", picture] + change + ["Each finding"] + readers
        #expect(look.outline[start...] == (expected + ["The message"])[...])
    }
}
