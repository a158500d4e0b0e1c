import Exposure
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("Reports on hostile messages")
struct HostileMessageTests {
    /// Every readable published message.
    private static let published: [SIPMessage] = {
        let folders = ["rfc4475", "sip-flows", "captures", "presence/captures"]
        return folders.flatMap { folder in
            let names = (try? Vectors.names(in: folder)) ?? []
            return names.compactMap { name in
                (try? Vectors.octets("\(folder)/\(name)")).flatMap { try? SIPMessage.parse($0) }
            }
        }
    }()

    /// The properties of every report on a message.
    private func check(_ message: SIPMessage) throws {
        let report = ExposureReport.of(
            message,
            layers: [VisibleLayer(kind: .signedData, signer: "a", signerURIs: ["<b>"], octets: 1)])
        let lines = MessageLines(UncheckedSIPMessage(message))
        #expect(lines.fields.count == message.headerFields.count)
        let count = message.octets.count { $0 == 0x0A } + 1
        for finding in report.headers { #expect(finding.lines.allSatisfy { (1...count).contains($0) }) }
        for name in Set(message.headerFields.map(\.headerName)) {
            #expect(report.headers.contains { HeaderName($0.name) == name }, "\(name)")
        }

        let text = ExposureText(report).full
        let before = ExposureReport.of(message, layers: [])
        let overview = ExposureOverview(report, before: before).text
        let summary = SummaryText(ExposureSummary([(file: "a", method: message.method, report: report)])).full
        let page = ExposurePage([.init(file: "a", message: message, report: report, before: before)]).html
        let log = String(
            decoding: JSONWriter.document(
                SARIFLog([(file: "a", number: nil, report: report)], version: "1")), as: UTF8.self)
        for line in overview.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for written in [text, overview, summary, page, log] {
            #expect(
                written.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
        }
        // Only the markup of the program is markup.
        for tag in [
            "span", "b", "td", "th", "tr", "li", "code", "p", "svg", "g", "text", "title", "desc", "details",
            "div", "h3",
        ] {
            let opened =
                page.components(separatedBy: "<\(tag)>").count
                + page.components(separatedBy: "<\(tag) ").count - 1
            #expect(opened == page.components(separatedBy: "</\(tag)>").count, "\(tag)")
        }
        #expect(!page.contains("<script") && !page.contains("<img"))
    }

    @Test("published messages, including the torture tests, are reported completely and safely")
    func torture() throws {
        #expect(Self.published.count > 60)
        for message in Self.published { try check(message) }
    }

    @Test("messages with inserted octets are reported safely too")
    func thrown() throws {
        var generator = SeededGenerator(seed: 5)
        let alphabet = Array("<>\"'&;,=@:%\\ \t\u{1B}".utf8) + [0x00, 0x80, 0xC3, 0xFF]
        let original = try ExampleMessage.capture("t1-plain-bob-05-rx-NOTIFY").octets
        var read = 0
        for _ in 0..<150 {
            var octets = original
            for octet in generator.octets(3, of: alphabet) {
                octets[Int.random(in: 40..<octets.count, using: &generator)] = octet
            }
            guard let message = try? SIPMessage.parse(octets) else { continue }
            read += 1
            try check(message)
        }
        #expect(read > 10)
    }
}
