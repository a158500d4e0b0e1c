import Foundation
import TestSupport
import Testing

/// The facts that headless Chromium reports about a page without script; an outer page
/// has a script that examines it.
struct BrowserLook: Decodable {
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
    /// Groups of findings, and those of them that the page shows unfolded.
    let groups: Int
    let openGroups: Int
    /// Headings of readers and groups that are shown when only critical findings are chosen.
    let chosenGroups: Int
    let criticalGroups: Int
    let emptyReaders: Int
    /// Cells of a heat map, and the number of their colours.
    let heatCells: Int
    let heatColours: Int
    /// Ordinary words that are broken across two lines.
    let brokenWords: [String]
    /// Pictures that are shown, and texts in them that extend beyond their box.
    let pictures: Int
    let pictureTexts: Int
    let strayTexts: [String]
    /// Whether each picture has a role, a title and a description, and lies within the page.
    let arePicturesNamed: Bool
    /// The parts of the page that are shown, in their order.
    let outline: [String]
    /// Whether the first column of each scrolling map stays at its place, and keys can scroll it.
    let keepsFirstColumn: Bool

    /// Examines a page of this directory.
    static func at(
        _ page: String, in directory: TemporaryDirectory, width: Int, isDark: Bool
    ) throws -> BrowserLook {
        try directory.write(Array(observer(of: page, width: width).utf8), to: "observer.html")
        let output = try Tool(name: "chromium", directory: directory)(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--user-data-dir=\(directory.file("profile"))", "--allow-file-access-from-files",
            "--virtual-time-budget=20000", "--window-size=1400,1000",
            "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom",
            "file://\(directory.file("observer.html"))")
        let text = String(decoding: output, as: UTF8.self)
        let start = try #require(text.range(of: "<pre id=\"out\">"), "\(text.suffix(2000))").upperBound
        let end = try #require(text.range(of: "</pre>", range: start..<text.endIndex)).lowerBound
        return try JSONDecoder().decode(BrowserLook.self, from: Data(text[start..<end].utf8))
    }

    /// Returns a page with the other one in two frames, the second without script, and its findings as JSON.
    private static func observer(of page: String, width: Int) -> String {
        let frame = "src=\"\(page)\" style=\"width:\(width)px;height:800px;border:0\""
        return """
            <!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
            <iframe id="frame" \(frame)></iframe>
            <iframe id="still" sandbox="allow-same-origin" \(frame)></iframe>
            <pre id="out"></pre>
            <script>
            addEventListener("load", () => {
              const page = document.getElementById("frame").contentDocument, view = page.defaultView
              const still = document.getElementById("still").contentDocument
              const sameWithoutScript = page.documentElement.outerHTML === still.documentElement.outerHTML
              const groups = [...page.querySelectorAll("details.group")]
              const openGroups = groups.filter(group => group.open).length
              for (const closed of page.querySelectorAll("details")) closed.open = true
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
                if (!element.checkVisibility()) continue
                if (style(element).display !== "inline" && style(element).overflowX !== "auto" && element.scrollWidth > element.clientWidth + 1)
                  overflowing.push(element.tagName + "." + element.getAttribute("class"))
                if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue
                texts++
                const isDrawn = element.tagName === "text"
                const a = luminance(parts(isDrawn ? style(element).fill : style(element).color))
                const b = luminance(isDrawn ? parts(style(element.parentElement.querySelector("rect")).fill) : ground(element))
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
                if (contrast < leastContrast) [leastContrast, leastPlace] = [contrast, element.tagName + "." + element.getAttribute("class")]
              }
              const brokenWords = []
              const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
              for (let node; (node = walker.nextNode());) {
                if (!node.parentElement.checkVisibility() || node.parentElement.closest("svg")) continue
                for (const token of node.data.matchAll(/\\S+/g)) {
                  if (token[0].length > 24) continue
                  const words = /^--[a-z]/.test(token[0]) ? /^.+$/g : /\\p{L}{2,}/gu
                  for (const word of token[0].matchAll(words)) {
                    const range = page.createRange(), start = token.index + word.index
                    range.setStart(node, start)
                    range.setEnd(node, start + word[0].length)
                    const tops = [...range.getClientRects()].map(box => box.top)
                    if (Math.max(...tops) - Math.min(...tops) > 4) brokenWords.push(word[0])
                  }
                }
              }
              const drawings = [...page.querySelectorAll("svg")].filter(svg => svg.checkVisibility())
              const drawnTexts = drawings.flatMap(svg => [...svg.querySelectorAll("text")])
              const strayTexts = drawnTexts.filter(text => {
                const inner = text.getBBox(), outer = text.parentElement.querySelector("rect").getBBox()
                return inner.x < outer.x || inner.x + inner.width > outer.x + outer.width
                  || inner.y < outer.y || inner.y + inner.height > outer.y + outer.height + 1
              }).map(text => text.textContent)
              const arePicturesNamed = drawings.every(svg => svg.getAttribute("role") === "img"
                && svg.firstElementChild.tagName === "title" && svg.firstElementChild.textContent
                && svg.children[1].tagName === "desc" && svg.children[1].textContent
                && svg.getBoundingClientRect().right <= view.innerWidth)
              const outline = [...page.querySelectorAll("h1, h2, .readers h3, .answer, svg, table")]
                .filter(part => part.checkVisibility() && !(part.tagName === "TABLE" && part.closest("details")))
                .map(part => /^H\\d$/.test(part.tagName) ? part.textContent
                  : part.tagName.toLowerCase() + (part.className.baseVal ?? part.className ? "." + (part.className.baseVal ?? part.className) : ""))
              const keepsFirstColumn = [...page.querySelectorAll(".scroll")].every(area => {
                const cell = area.querySelector("tbody tr:last-child th")
                const before = cell.getBoundingClientRect().left
                area.scrollLeft = 10000
                const after = cell.getBoundingClientRect().left
                return Math.abs(after - before) <= 2 && area.tabIndex === 0 && area.getAttribute("aria-label")
              })
              const rows = [...page.querySelectorAll("fieldset tbody tr")]
              const visible = () => rows.filter(row => style(row).display !== "none").length
              const visibleRows = visible()
              for (const choice of page.querySelectorAll(".f-critical")) choice.checked = true
              const root = page.documentElement
              const heat = [...page.querySelectorAll(".heat.map td")]
              document.getElementById("out").textContent = JSON.stringify({
                width: view.innerWidth, scroll: root.scrollWidth, client: root.clientWidth, overflowing,
                rows: rows.length, graveRows: page.querySelectorAll("tr.r-critical").length, visibleRows,
                chosenRows: visible(), texts, leastContrast, leastPlace,
                background: style(page.body).backgroundColor, sameWithoutScript, heatCells: heat.length,
                brokenWords, pictures: drawings.length, pictureTexts: drawnTexts.length, strayTexts, arePicturesNamed,
                outline, keepsFirstColumn, groups: groups.length, openGroups,
                chosenGroups: groups.filter(group => group.checkVisibility()).length,
                criticalGroups: page.querySelectorAll(".group.r-critical").length,
                emptyReaders: [...page.querySelectorAll(".readers")].filter(readers => readers.checkVisibility()
                  && ![...readers.querySelectorAll(".group")].some(group => group.checkVisibility())).length,
                heatColours: new Set(heat.map(cell => style(cell).backgroundColor)).size })
            })
            </script>
            """
    }
}
