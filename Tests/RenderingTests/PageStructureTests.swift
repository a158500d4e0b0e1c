import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("The structure of an exposure's page")
struct PageStructureTests {
    private func page(_ messages: [(String, SIPMessage)], layers: [VisibleLayer] = []) -> String {
        let entries = messages.map { file, message in
            ExposurePage.Entry(
                file: file, message: message, report: ExposureReport.of(message, layers: layers))
        }
        let reports = entries.map { (file: $0.file, method: $0.message.method, report: $0.report) }
        return ExposurePage(entries, summary: entries.count > 1 ? ExposureSummary(reports) : nil).html
    }

    /// The values of an attribute, in their order.
    private func values(of attribute: String, in html: String) -> [String] {
        html.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }

    private func inOrder(_ pieces: [String], in html: String) -> Bool {
        var rest = html[...]
        for piece in pieces {
            guard let range = rest.range(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    @Test("every label is that of a choice which exists, and no id appears twice, over several messages")
    func labels() throws {
        let subscribe = try ExampleMessage.subscribe()
        let html = page([("a", subscribe), ("b", try ExampleMessage.publish()), ("c", subscribe)])
        let ids = values(of: "id", in: html)
        #expect(ids.count == Set(ids).count && values(of: "for", in: html) == ids)
        // Two groups for each message; one choice of each is made.
        #expect(Set(values(of: "name", in: html).filter { $0.hasPrefix("m") }).count == 6)
        #expect(html.components(separatedBy: " checked>").count - 1 == 6)
        #expect(values(of: "type", in: html).allSatisfy { $0 == "radio" })
    }

    @Test("a page is one document: nothing is fetched, sent or followed")
    func alone() throws {
        let html = page([("a", try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY"))])
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"))
        #expect(html.hasSuffix("</main>\n</body>\n</html>\n"))
        for tag in [
            "link", "script", "img", "iframe", "object", "embed", "form", "a", "base", "image", "use",
            "style ", "video",
        ] {
            #expect(!html.contains("<\(tag) ") && !html.contains("<\(tag)>"), "\(tag)")
        }
        #expect(html.contains("default-src 'none'") && html.contains("form-action 'none'"))
        #expect(html.contains("base-uri 'none'") && html.contains("content=\"no-referrer\""))
    }

    @Test("a message has its name, answer, path, counts, conclusions, findings and text, in this order")
    func order() throws {
        let html = page([("a.sip", try ExampleMessage.subscribe())])
        #expect(
            inOrder(
                [
                    "<h1>What stays readable</h1>", "<section aria-label=\"a.sip\">", "<h2>a.sip</h2>",
                    "<p class=\"answer\">", "<h2>The path</h2>", "<svg class=\"wide\"",
                    "<svg class=\"narrow\"", "Findings by severity", "<h2>Conclusions</h2>",
                    "<h2>Each finding</h2>", "<fieldset", "<h2>The message</h2>", "</section>",
                ], in: html))
        #expect(!html.contains("aria-label=\"All messages\""))
    }

    @Test("the summary of several messages comes first, with a line for each")
    func summary() throws {
        let html = page([("a.sip", try ExampleMessage.subscribe()), ("b.sip", try ExampleMessage.publish())])
        #expect(
            inOrder(
                [
                    "<section aria-label=\"All messages\">", "<h2>2 messages</h2>",
                    "Related parties can be read in 1 of them.", "Findings by kind of information",
                    "SUBSCRIBE a.sip: ", "PUBLISH b.sip: ", "</section>", "<section aria-label=\"a.sip\">",
                    "<section aria-label=\"b.sip\">",
                ], in: html))
    }

    @Test("a page without messages has a heading and no section")
    func empty() {
        let html = ExposurePage([]).html
        #expect(html.contains("<h1>What stays readable</h1>") && !html.contains("<section"))
    }

    @Test("each line of the header is shown once, with the severity of the worst finding on it")
    func lines() throws {
        let message = try ExampleMessage.subscribe(others: ["Subject: one\r\n two", "X-A: 1"])
        let html = page([("a", message)])
        let report = ExposureReport.of(message, layers: [])
        let shown = try #require(
            html.components(separatedBy: "<div class=\"message\">").last?
                .components(separatedBy: "</div>").first)
        #expect(shown.components(separatedBy: "<span class=\"").count - 1 == 13)
        let subject = try #require(report.finding("Subject")).severity.rawValue
        #expect(shown.contains("<b class=\"badge \(subject)\">\(subject)</b> Subject: one</span>"))
        // A continuation line belongs to its field (RFC 3261 §7.3.1).
        #expect(shown.contains("<b class=\"badge \(subject)\">\(subject)</b>  two</span>"))
        #expect(!html.contains("octets that are not text"))
    }

    @Test("a clear body is shown line by line, and an enveloped one only by its length")
    func bodies() throws {
        let message = try ExampleMessage.publish(body: "<presence>\r\n</presence>\r\n")
        #expect(page([("a", message)]).contains("&lt;presence&gt;</span>"))
        let layer = VisibleLayer(kind: .envelopedData, recipients: ["r"], octets: 9)
        let closed = page([("a", message)], layers: [layer])
        #expect(closed.contains("(25 octets that are not text, or encrypted)"))
        #expect(!closed.contains("&lt;presence&gt;"))
    }

    @Test("every position on the path is there once, in the order of the path, after the sender")
    func path() throws {
        let message = try ExampleMessage.subscribe()
        let report = ExposureReport.of(message, layers: [])
        let html = PagePath(report).html.markup
        let names = html.components(separatedBy: "<strong>").dropFirst().map {
            String($0.prefix { $0 != "<" })
        }
        #expect(
            names == [
                "Sender", "Eavesdropper on the access leg", "P-CSCF", "Visited network", "S-CSCF",
                "Presence server", "Far side",
            ])
        let readers = try #require(report.derived.first { $0.kind == .relation }).observers
        #expect(html.components(separatedBy: "reads a relation between parties").count - 1 == readers.count)
        let closed = ExposureReport.of(try ExampleMessage.publish(), layers: [])
        #expect(!PagePath(closed).html.markup.contains("reads a relation between parties"))
    }

    @Test("a position names the kinds of information of medium severity and above that it reads")
    func kinds() throws {
        let messages = [
            try ExampleMessage.subscribe(), try ExampleMessage.response(200, to: "NOTIFY"),
            try ExampleMessage.request(
                "OPTIONS", to: "sip:example.com", from: "<sip:anonymous@anonymous.invalid>;tag=1",
                toField: "<sip:anonymous@anonymous.invalid>", others: ["Server: x", "Accept-Language: fy"]),
        ]
        var omitted = 0
        for report in messages.map({ ExposureReport.of($0, layers: []) }) {
            let nodes = PagePath(report).html.markup.components(separatedBy: "<strong>").dropFirst(2)
            for (observer, node) in zip(Observer.allCases, nodes) {
                let seen = report.headers.filter { $0.observers.contains(observer) }
                let kinds = Set(seen.filter { $0.severity >= .medium }.flatMap(\.reveals))
                let shown = try #require(node.components(separatedBy: ">of ").last?.prefix { $0 != "<" })
                let expected = kinds.isEmpty ? ["low severity only"] : kinds
                #expect(Set(shown.components(separatedBy: ", ")) == expected, "\(observer)")
                #expect(node.contains("reads \(ExposureText.words(.init(seen.map(\.severity))))"))
                omitted += Set(seen.flatMap(\.reveals)).subtracting(kinds).count
            }
        }
        #expect(omitted > 0)
    }

    @Test("what was not evaluated is listed, and so is each command that would hide more")
    func conclusions() throws {
        let report = ExposureReport.of(try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH"), layers: [])
        let markup = PageTables.derived(report).markup
        #expect(!report.notEvaluated.isEmpty)
        for text in report.notEvaluated {
            #expect(markup.contains("Not evaluated: \(HTML(text).markup)."))
        }
        #expect(
            markup.contains(
                "Best you could do: <code>smime-presence encrypt MESSAGE -o RESULT</code> hides (body), and needs the "
            ))
        let response = ExposureReport.of(try ExampleMessage.response(200, to: "NOTIFY"), layers: [])
        #expect(
            PageTables.derived(response).markup.contains(
                "Best you could do: nothing more with smime-presence."))
    }

    @Test("an unknown field is marked as one, and a known one is not")
    func unknown() throws {
        let message = try ExampleMessage.subscribe(others: ["X-A: 1"])
        let html = page([("a", message)])
        #expect(html.components(separatedBy: "(unknown to the catalogue)").count - 1 == 1)
        #expect(!page([("a", try ExampleMessage.subscribe())]).contains("(unknown to the catalogue)"))
    }

    @Test("a table has a heading for every cell of its rows, and its counts are the report's")
    func tables() {
        let counts = ExposureReport.Counts([.critical, .critical, .low])
        let markup = PageTables.counts(counts, before: nil).markup
        #expect(values(of: "scope", in: markup).filter { $0 == "col" }.count == 2)
        let numbers = markup.components(separatedBy: "<td>").dropFirst().map { $0.prefix { $0 != "<" } }
        #expect(numbers == ["2", "0", "0", "1", "0"])
        let both = PageTables.counts(.init([]), before: counts).markup
        #expect(values(of: "scope", in: both).filter { $0 == "col" }.count == 3)
        let pairs = both.components(separatedBy: "<td>").dropFirst().map { $0.prefix { $0 != "<" } }
        #expect(pairs == ["2", "0", "0", "0", "0", "0", "1", "0", "0", "0"])
    }
}
