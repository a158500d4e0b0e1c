import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("The page of an exposure report")
struct ExposurePageTests {
    private func page(
        _ message: SIPMessage, layers: [VisibleLayer] = [], before: ExposureReport? = nil,
        file: String = "a.sip"
    ) -> String {
        let report = ExposureReport.of(message, layers: layers)
        return ExposurePage([.init(file: file, message: message, report: report, before: before)]).html
    }

    /// The contrast of two colours (WCAG 2.1, relative luminance).
    private static func contrast(_ first: String, _ second: String) throws -> Double {
        let luminances = try [first, second].map { colour in
            let digits = try #require(colour.hasPrefix("#") && colour.count == 7 ? colour.dropFirst() : nil)
            let value = try #require(Int(digits, radix: 16))
            let channels = [value >> 16, value >> 8 & 0xFF, value & 0xFF].map { channel in
                let part = Double(channel) / 255
                return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
        }
        return (max(luminances[0], luminances[1]) + 0.05) / (min(luminances[0], luminances[1]) + 0.05)
    }

    @Test("every text has enough contrast, in light and in dark mode")
    func contrast() throws {
        #expect(PageColours.light.map(\.name) == PageColours.dark.map(\.name))
        for colours in [PageColours.light, PageColours.dark] {
            let values = Dictionary(uniqueKeysWithValues: colours.map { ($0.name, $0.value) })
            for pair in PageColours.pairs {
                let contrast = try Self.contrast(
                    #require(values[pair.foreground]), #require(values[pair.background]))
                #expect(contrast >= 4.5, "\(pair.foreground) on \(pair.background): \(contrast)")
            }
        }
    }

    @Test("the policy allows this style sheet and nothing else")
    func policy() throws {
        let html = page(try ExampleMessage.subscribe())
        #expect(html.contains("default-src 'none'; style-src '\(StyleSheet.exposure.digest)'"))
        let lab = try TemporaryDirectory()
        try lab.write(Array(StyleSheet.exposure.text.utf8), to: "sheet")
        let digest = try Tool(name: "openssl", directory: lab)("dgst", "-sha256", "-binary", "sheet")
        #expect(StyleSheet.exposure.digest == "sha256-" + Data(digest).base64EncodedString())
        #expect(html.contains("<style>\(StyleSheet.exposure.text)</style>"))
        for forbidden in ["<script", "style=", "src=", "href=", "url(", "@import", "onclick"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
    }

    @Test("values of a message cannot become markup, and controls are escaped")
    func hostile() throws {
        let message = try ExampleMessage.subscribe(
            from: "\"<script>alert('1')</script> & \\\" x\" <sip:bob@example.net>;tag=1",
            others: ["Subject: </span></style><img onerror=alert(1)>\u{9B}31m\u{202E}"])
        let html = page(message, file: "<i>\"'.sip")
        for markup in ["<script", "<img", "</style></", "<i>", "\u{9B}", "\u{202E}"] {
            #expect(!html.contains(markup), "\(markup)")
        }
        #expect(html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; "))
        #expect(html.contains("\\u{9B}31m\\u{202E}"))
        #expect(html.contains("aria-label=\"&lt;i&gt;&quot;&#39;.sip\""))
    }

    @Test("octets that are not UTF-8, and binary bodies, are shown safely")
    func octets() throws {
        var octets = Array("MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nSubject: ".utf8)
        octets +=
            [0xFF, 0xFE, 0xC3] + Array("\r\nFrom: <sip:c@d>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\n".utf8)
        octets += Array("CSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\n\r\n".utf8)
        let text = page(try SIPMessage.parse(octets + Array("<b>bold</b>\n\nend".utf8)))
        #expect(text.contains("Subject: \u{FFFD}") && text.contains("&lt;b&gt;bold&lt;/b&gt;"))
        let binary = page(try SIPMessage.parse(octets + [0x00, 0x1B, 0x3C, 0x73, 0x3E]))
        #expect(binary.contains("(5 octets that are not text, or encrypted)"))
        #expect(!binary.contains("\u{0}") && !binary.contains("\u{1B}"))
    }

    @Test("every finding is a row, every position on the path a box, every severity a word")
    func content() throws {
        let message = try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY")
        let report = ExposureReport.of(message, layers: [])
        let html = page(message)
        #expect(html.components(separatedBy: "<tr role=\"row\" class=\"r-").count - 1 == report.headers.count)
        for finding in report.headers { #expect(html.contains(HTML(finding.detail).markup)) }
        for observer in Observer.allCases { #expect(html.contains("<li><strong>\(PagePath.name(observer))")) }
        #expect(
            html.contains("<b class=\"badge critical\">critical</b> From: &lt;sip:alice@example.test&gt;"))
        #expect(html.contains("scope=\"col\"") && html.contains("scope=\"row\""))
        #expect(html.contains("<code>smime-presence encrypt MESSAGE -o RESULT</code>"))
    }

    @Test("the page begins with the answer, and names what protection hid and what it added")
    func answer() throws {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let before = ExposureReport.of(message, layers: [])
        let layer = VisibleLayer(kind: .authEnvelopedData, recipients: ["k"], cipher: "c", octets: 9)
        let html = page(message, layers: [layer], before: before)
        let beginning = try #require(html.range(of: "<p class=\"answer\">The body is encrypted: "))
        let counts = try #require(html.range(of: "Findings by severity"))
        #expect(beginning.lowerBound < counts.lowerBound)
        let hidden = try #require(html.range(of: "<section aria-label=\"Hidden by protection\">"))
        let added = try #require(html.range(of: "<section aria-label=\"Added by protection\">"))
        #expect(html[hidden.upperBound..<added.lowerBound].contains("critical</b> (body)</li>"))
        #expect(html[added.upperBound..<counts.lowerBound].contains("CMS RecipientInfo rid</li>"))
        #expect(page(message).contains("<p class=\"answer\">The body is not protected: "))
        #expect(!page(message).contains("Hidden by protection"))
    }

    @Test("what the sender can do is listed separately from what needs another party")
    func measures() throws {
        let html = page(try ExampleMessage.subscribe(others: ["Subject: lunch"]))
        #expect(html.contains("<strong>Sender:</strong> Address an alias, a list or a temporary GRUU;"))
        #expect(
            html.contains("<strong>Network or other party:</strong> Use Privacy: header, topology hiding at"))
        // The sender alone can omit the field, so no other party is named.
        let row = try #require(
            html.components(separatedBy: "<tr role=\"row\"").first { $0.contains(">Subject: <code>lunch") })
        #expect(
            row.contains("<strong>Sender:</strong> Leave it out. Never send it in the outer message. encrypt")
        )
        #expect(!row.contains("other party"))
    }

    @Test("findings are grouped by who reads them and what they reveal, as in the text, each finding once")
    func groups() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(others: ["Subject: lunch"]), layers: [])
        let html = page(try ExampleMessage.subscribe(others: ["Subject: lunch"]))
        let fieldset = try #require(html.components(separatedBy: "<fieldset class=\"findings\">").last)
        var rest = fieldset[...]
        var rows = 0
        for reading in FindingGroups(report).readings {
            for group in reading.groups {
                let names = group.findings.map { HTML($0.name).markup }.joined(separator: ", ")
                let summary =
                    "<summary>\(HTML.badge(group.severity.rawValue).markup) \(group.kind): "
                    + "<span class=\"names\">\(names)</span></summary>"
                let place = try #require(rest.range(of: summary))
                rest = rest[place.upperBound...]
                let table = rest.prefix(upTo: try #require(rest.range(of: "</table>")).lowerBound)
                rows += group.findings.count
                #expect(table.components(separatedBy: "<th scope=\"row\"").count - 1 == group.findings.count)
            }
        }
        #expect(rows == report.headers.count)
        #expect(html.contains("<h3>Everyone on the path reads</h3>"))
        #expect(html.contains("</b> identities: <span class=\"names\">(Request-URI), From, To"))
        #expect(fieldset.components(separatedBy: " open>").count - 1 == 1)
    }

    @Test("counts before and after are side by side if both are known")
    func before() throws {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let before = ExposureReport.of(message, layers: [])
        let layer = VisibleLayer(kind: .authEnvelopedData, recipients: ["k"], cipher: "c", octets: 9)
        let html = page(message, layers: [layer], before: before)
        #expect(html.contains("before</th>") && html.contains("<td>4</td><td>3</td>"))
        #expect(html.contains("octets that are not text, or encrypted"))
        #expect(!page(message).contains("before</th>"))
    }

    @Test("many messages have one page, with separate choices for each")
    func many() throws {
        let message = try ExampleMessage.subscribe()
        let report = ExposureReport.of(message, layers: [])
        let entries = ["a.sip", "b.sip"].map {
            ExposurePage.Entry(file: $0, message: message, report: report)
        }
        let summary = ExposureSummary(entries.map { (file: $0.file, method: "SUBSCRIBE", report: $0.report) })
        let html = ExposurePage(entries, summary: summary).html
        #expect(html.contains("<h2>2 messages</h2>"))
        let ids = html.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(ids.count == 24 && Set(ids).count == ids.count)
    }

    @Test("a long message is cut, and says so")
    func long() throws {
        let body = String(repeating: "x\n", count: 3000)
        let message = try ExampleMessage.request(
            "MESSAGE", to: "sip:a@b",
            others: ["Subject: " + String(repeating: "y", count: 5000), "Content-Type: text/plain"],
            body: body)
        let html = page(message)
        #expect(html.contains("(1904 octets more)") && html.contains("(5000 characters)"))
    }
}
