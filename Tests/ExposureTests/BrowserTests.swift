import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

/// The page in headless Chromium: it holds no script, so a page around it has one, and looks into it.
@Suite(
    "The page in a browser",
    .enabled(if: Tool.arePresent("chromium"), "Chromium is not installed: 'make test-browser' installs it"),
    .serialized)
struct BrowserTests {
    /// What was measured of the page in one frame.
    struct Look: Decodable {
        let width: Int
        let scroll: Int
        let client: Int
        let overflowing: [String]
        let rows: Int
        let graveRows: Int
        let visibleRows: Int
        let chosenRows: Int
        let texts: Int
        let leastContrast: Double
        let leastPlace: String
        let background: String
        let sameWithoutScript: Bool
    }

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

    private func look(width: Int, isDark: Bool) throws -> Look {
        try directory.write(Array(Self.observer(width: width).utf8), to: "observer.html")
        let output = try Tool(name: "chromium", directory: directory)(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--user-data-dir=\(directory.file("profile"))", "--allow-file-access-from-files",
            "--virtual-time-budget=20000", "--window-size=1400,1000",
            "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom",
            "file://\(directory.file("observer.html"))")
        let text = String(decoding: output, as: UTF8.self)
        let start = try #require(text.range(of: "<pre id=\"out\">"), "\(text.suffix(2000))").upperBound
        let end = try #require(text.range(of: "</pre>", range: start..<text.endIndex)).lowerBound
        return try JSONDecoder().decode(Look.self, from: Data(text[start..<end].utf8))
    }

    @Test(
        "at every width, light and dark, all is there, nothing overflows, and every text can be read",
        arguments: [(1280, false), (1280, true), (375, false), (375, true)])
    func looks(width: Int, isDark: Bool) throws {
        let look = try look(width: width, isDark: isDark)
        #expect(look.width == width)
        #expect(look.scroll <= look.client && look.overflowing == [])
        #expect(look.rows == report.headers.count && look.visibleRows == look.rows)
        #expect(look.graveRows == report.counts.critical && look.chosenRows == look.graveRows)
        #expect(look.texts > 100)
        #expect(look.leastContrast >= 4.5, "\(look.leastPlace)")
        #expect(look.background == (isDark ? "rgb(22, 22, 26)" : "rgb(255, 255, 255)"))
        #expect(look.sameWithoutScript)
    }

    /// A page with the other one in two frames, the second without script, and what it sees there as JSON.
    private static func observer(width: Int) -> String {
        let frame = "src=\"page.html\" style=\"width:\(width)px;height:800px;border:0\""
        return """
            <!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
            <iframe id="frame" \(frame)></iframe>
            <iframe id="still" sandbox="allow-same-origin" \(frame)></iframe>
            <pre id="out"></pre>
            <script>
            addEventListener("load", () => {
              const page = document.getElementById("frame").contentDocument, view = page.defaultView
              const still = document.getElementById("still").contentDocument
              const style = element => view.getComputedStyle(element)
              const parts = text => { const p = text.match(/[\\d.]+/g).map(Number); return p.length > 3 ? p : [...p, 1] }
              const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
              const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2])
              const ground = element => {
                for (; element; element = element.parentElement) {
                  const colour = parts(style(element).backgroundColor)
                  if (colour[3] === 1) return colour
                }
                return [255, 255, 255, 1]
              }
              let leastContrast = 99, leastPlace = "", texts = 0
              const overflowing = []
              for (const element of page.querySelectorAll("body *")) {
                if (style(element).display === "none") continue
                if (style(element).display !== "inline" && element.scrollWidth > element.clientWidth + 1)
                  overflowing.push(element.tagName + "." + element.className)
                if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue
                texts++
                const a = luminance(parts(style(element).color)), b = luminance(ground(element))
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
                if (contrast < leastContrast) [leastContrast, leastPlace] = [contrast, element.tagName + "." + element.className]
              }
              const rows = [...page.querySelectorAll("fieldset tbody tr")]
              const visible = () => rows.filter(row => style(row).display !== "none").length
              const visibleRows = visible()
              const sameWithoutScript = page.documentElement.outerHTML === still.documentElement.outerHTML
              page.querySelector(".f-critical").checked = true
              const root = page.documentElement
              document.getElementById("out").textContent = JSON.stringify({
                width: view.innerWidth, scroll: root.scrollWidth, client: root.clientWidth, overflowing,
                rows: rows.length, graveRows: page.querySelectorAll("tr.r-critical").length, visibleRows,
                chosenRows: visible(), texts, leastContrast, leastPlace,
                background: style(page.body).backgroundColor, sameWithoutScript })
            })
            </script>
            """
    }
}
