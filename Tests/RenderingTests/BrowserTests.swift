import Exposure
import Foundation
import Rendering
import SIPMessage
import TestSupport
import Testing

/// The page in headless Chromium: it has no script, so an outer page has one that examines it.
@Suite(
    "The page in a browser",
    .enabled(if: Tool.arePresent("chromium"), "Chromium is not installed: 'make test-browser' installs it"),
    .serialized)
struct BrowserTests {
    private let directory: TemporaryDirectory
    private let report: ExposureReport

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
        let entry = ExposurePage.Entry(file: "\(long).sip", message: message, report: report, before: report)
        let summary = ExposureSummary([(file: "\(long).sip", method: "NOTIFY", report: report)])
        try directory.write(Array(ExposurePage([entry], summary: summary).html.utf8), to: "page.html")
    }

    @Test(
        "at every width, light and dark, the page is complete, nothing overflows, and every text is readable",
        arguments: [(1280, false), (1280, true), (375, false), (375, true)])
    func looks(width: Int, isDark: Bool) throws {
        let look = try BrowserLook.at("page.html", in: directory, width: width, isDark: isDark)
        #expect(look.width == width)
        #expect(look.scroll <= look.client && look.overflowing == [])
        #expect(look.rows == report.headers.count && look.visibleRows == look.rows)
        #expect(look.graveRows == report.counts.critical && look.chosenRows == look.graveRows)
        #expect(look.texts > 100)
        #expect(look.leastContrast >= 4.5, "\(look.leastPlace)")
        #expect(look.background == (isDark ? "rgb(22, 22, 26)" : "rgb(255, 255, 255)"))
        #expect(look.sameWithoutScript)
    }
}
