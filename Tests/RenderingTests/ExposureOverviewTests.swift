import Exposure
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("Exposure on one page")
struct ExposureOverviewTests {
    private static let envelope = VisibleLayer(
        kind: .authEnvelopedData, recipients: ["CN=CA of example.test, serial 0102"], cipher: "aes-256-gcm",
        octets: 2225)

    private func publish() throws -> SIPMessage { try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH") }

    private func lines(
        _ report: ExposureReport, before: ExposureReport? = nil, isColoured: Bool = false
    ) -> [String] {
        ExposureOverview(report, before: before, file: "publish.sip", isColoured: isColoured).text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("a protected PUBLISH takes at most 40 lines of 80 columns")
    func size() throws {
        let lines = lines(.of(try publish(), layers: [Self.envelope]), before: .of(try publish(), layers: []))
        #expect(lines.count <= 41 && lines.last == "")
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test("it begins with the answer: the body, who watches whom, the worst that stays")
    func answer() throws {
        let protected = lines(.of(try publish(), layers: [Self.envelope]))
        #expect(protected[0] == "The body is encrypted: only its recipients can read it.")
        #expect(protected[1] == "The message does not show who watches whom.")
        #expect(protected[2].hasPrefix("The worst that stays readable is critical: (Request-URI), From, To"))
        #expect(lines(.of(try publish(), layers: []))[0].hasPrefix("The body is not protected"))
        let signed = VisibleLayer(kind: .signedData, signer: "x", octets: 1)
        #expect(lines(.of(try publish(), layers: [signed]))[0].hasPrefix("The body is signed but not"))
        let subscribe = lines(.of(try ExampleMessage.subscribe(), layers: []))
        #expect(subscribe[0] == "The message has no body.")
        #expect(subscribe[1] == "Who watches whom can be read by everyone on the path.")
    }

    @Test("it says what protection hid and what it added")
    func change() throws {
        let text = lines(
            .of(try publish(), layers: [Self.envelope]), before: .of(try publish(), layers: [])
        ).joined(separator: "\n")
        #expect(text.contains("Protection hid: (body)"))
        #expect(text.contains("Protection added: CMS RecipientInfo rid"))
    }

    @Test("every finding is named once, under what it reveals and who reads it")
    func groups() throws {
        let report = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let rows = lines(report).drop { !$0.hasPrefix("Everyone on the path reads:") }
            .prefix { !$0.hasPrefix("best you could do") }
        let text = rows.joined(separator: " ").split(separator: " ").joined(separator: " ")
        for finding in report.headers where finding.observers == Observer.allCases {
            #expect(text.contains(finding.name), "\(finding.name)")
        }
        #expect(rows.contains { $0.hasPrefix("  identities          critical  ") })
    }

    @Test("command lines are continued as shells read them, and control characters never reach the terminal")
    func commands() {
        let line =
            "smime-presence decrypt a.sip | smime-presence encrypt --tunnel --outer-headers anonymous "
            + "--rewrite-dialog dialog.json -o protected.sip"
        let lines = ExposureOverview.command(line)
        #expect(lines.count > 1 && lines.dropLast().allSatisfy { $0.hasSuffix(" \\") })
        let joined = lines.map { $0.hasSuffix(" \\") ? String($0.dropLast(2)) : $0 }.joined(separator: " ")
        #expect(joined.split(separator: " ").joined(separator: " ") == line)
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test("severities are coloured without moving the columns")
    func colours() throws {
        let report = ExposureReport.of(try publish(), layers: [])
        let plain = lines(report)
        let coloured = lines(report, isColoured: true)
        #expect(coloured != plain)
        let removed = coloured.map { line in
            line.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
        }
        #expect(removed == plain)
    }

    @Test("a message of a hostile sender keeps its lines within 80 columns, and escaped")
    func hostile() throws {
        let message = try ExampleMessage.subscribe(
            others: ["X-\(String(repeating: "y", count: 300)): 1", "Subject: a\u{9B}31m\u{202E}b"])
        let lines = lines(.of(message, layers: []))
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(
            lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        )
    }
}
