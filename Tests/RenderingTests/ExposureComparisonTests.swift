import Exposure
import SIPMessage
import TestSupport
import Testing

@testable import Rendering

@Suite("Before and after protection, side by side")
struct ExposureComparisonTests {
    private static let envelope = VisibleLayer(
        kind: .authEnvelopedData, recipients: ["k"], cipher: "c", octets: 9)

    private func comparison(_ layers: [VisibleLayer]) throws -> ExposureComparison {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        return ExposureComparison(
            before: .of(message, layers: []), after: .of(message, layers: layers))
    }

    @Test("more findings after protection do not look worse: it lists what is gone and what is new")
    func sides() throws {
        let comparison = try comparison([Self.envelope])
        #expect(
            comparison.rows.map(\.title) == [
                "body readable by", "who watches whom", "worst finding", "findings",
            ])
        #expect(
            comparison.rows[0].before == "everyone on the path"
                && comparison.rows[0].after == "only its recipients")
        let counts = comparison.rows[3]
        #expect(try #require(Int(counts.after)) > #require(Int(counts.before)))
        #expect(comparison.hidden == [.init(name: "(body)", severity: .critical)])
        #expect(comparison.added.map(\.severity) == [.high, .medium])
        #expect(
            comparison.balance
                == "The worst that protection hid is critical, the worst that it added is high.")
    }

    @Test("protection that changed nothing, or made it worse, is reported as such")
    func others() throws {
        #expect(try comparison([]).balance == "Protection changed no finding.")
        let signed = try comparison([VisibleLayer(kind: .signedData, signer: "s", octets: 1)])
        #expect(signed.rows[0].after == "everyone; it is only signed")
        #expect(signed.balance == "Protection hid nothing; the worst that it added is critical.")
        let message = try ExampleMessage.subscribe(others: ["Subject: lunch"])
        let without = try ExampleMessage.subscribe()
        let tunnel = ExposureComparison(before: .of(message, layers: []), after: .of(without, layers: []))
        #expect(tunnel.balance.hasSuffix("; it added nothing.") && tunnel.added.isEmpty)
        #expect(tunnel.rows[0].before == "no body")
        #expect(tunnel.rows[1].before == "everyone on the path")
    }

    @Test("the long text and the page have both lists too")
    func everywhere() throws {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let before = ExposureReport.of(message, layers: [])
        let after = ExposureReport.of(message, layers: [Self.envelope])
        let text = ExposureText(after, before: before).full
        let page = PageAnswer(after, before: before).change.markup
        #expect(
            text.contains(
                "\nProtection hid: (body) (critical).\nProtection added: CMS RecipientInfo rid (high), "))
        #expect(text.contains("\nThe worst that protection hid is critical, "))
        for words in [
            "only its recipients", ">before</th>", ">now</th>", "The worst that protection hid is critical",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(PageAnswer(after, before: nil).change.markup.isEmpty)
    }
}
