import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("What S/MIME layers and advice show")
struct EnvelopeTests {
    private let signature = VisibleLayer(
        kind: .signedData, signer: "serial 7", signerURIs: ["sip:bob@example.net"], octets: 9)
    private let bare = VisibleLayer(kind: .signedData, signer: "key 01", octets: 9)

    private func report(_ layers: [VisibleLayer]) throws -> ExposureReport {
        ExposureReport.of(
            try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com", body: "x"), layers: layers)
    }

    @Test(
        "both kinds of envelope hide the body (RFC 5652 §6, RFC 5083)",
        arguments: [VisibleLayer.Kind.envelopedData, .authEnvelopedData])
    func envelopes(kind: VisibleLayer.Kind) throws {
        let report = try report([VisibleLayer(kind: kind, recipients: ["key 02"], octets: 77)])
        #expect(report.finding("(body)") == nil)
        let cipher = report.finding("CMS content-encryption algorithm / ciphertext length")
        #expect(cipher?.value == "unknown cipher, 77 octets" && cipher?.hideable == .no)
        let recipients = try #require(report.derived.first { $0.kind == .recipients })
        #expect(recipients.value == "1: key 02" && recipients.detail.hasPrefix("One certificate"))
        #expect(recipients.severity == .high)
    }

    @Test(
        "each signature outside has its conclusion, and one with a certificate is worse (RFC 8591 §7.1)"
    )
    func signatures() throws {
        let signers = try report([signature, bare]).derived.filter { $0.kind == .signerCertificate }
        #expect(signers.map(\.value) == ["sip:bob@example.net", "key 01"])
        #expect(signers.map(\.severity) == [.critical, .high])
    }

    @Test("an envelope in an envelope shows the outer recipients only")
    func nested() throws {
        let inner = VisibleLayer(kind: .envelopedData, recipients: ["key 03"], octets: 5)
        let outer = VisibleLayer(kind: .authEnvelopedData, recipients: ["key 02"], octets: 9)
        let report = try report([outer, inner])
        #expect(report.headers.count { $0.name == "CMS RecipientInfo rid" } == 1)
        #expect(report.finding("CMS RecipientInfo rid")?.value == "key 02")
        #expect(report.derived.first { $0.kind == .recipients }?.value == "1: key 02")
    }

    @Test("a change lists each name once, the most severe first, and nothing for equal reports")
    func change() throws {
        let plain = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let more = ExposureReport.of(
            try ExampleMessage.subscribe(
                others: ["Allow: NOTIFY", "User-Agent: a/1", "Timestamp: 1", "Geolocation: <cid:1@a>"]),
            layers: [])
        #expect(
            ExposureChange(before: plain, after: plain) == ExposureChange(before: more, after: more))
        // Allow is of severity info, so it is no change.
        #expect(
            ExposureChange(before: plain, after: more).added == [
                "Geolocation", "User-Agent", "Timestamp",
            ])
        #expect(ExposureChange(before: plain, after: more).hidden.isEmpty)
        #expect(
            ExposureChange(before: more, after: plain).hidden == [
                "Geolocation", "User-Agent", "Timestamp",
            ])
    }

    @Test("a summary of no messages is empty")
    func emptySummary() {
        let summary = ExposureSummary([])
        #expect(
            summary.messages.isEmpty && summary.information.isEmpty && summary.relationReadable == 0)
        #expect(summary.counts.bySeverity.map(\.count) == [0, 0, 0, 0, 0])
        #expect(summary.counts.bySeverity.map(\.severity) == [.critical, .high, .medium, .low, .info])
    }

    @Test(
        "only the name of the file is replaced in advice, whatever it contains",
        arguments: [
            ("MESSAGE", "MESSAGE"), ("a b", "'a b'"), ("", "''"), ("$HOME", "'$HOME'"),
            ("--to", "./--to"),
            ("- x", "'./- x'"), ("a\nb", "'a\nb'"), ("ü.sip", "'ü.sip'"), ("'", "''\\'''"),
        ])
    func commandLine(file: String, quoted: String) throws {
        let advice = try #require(try report([]).advice.first)
        #expect(advice.commandLine(for: file) == "smime-presence encrypt \(quoted) -o protected.sip")
    }
}
