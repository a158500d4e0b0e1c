import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("The catalogue and messages")
struct CatalogueRowTests {
    /// Messages for the places that are no field.
    private static let pieces: [String: [String]] = [
        "Contact;+sip.instance": ["Contact: <sip:192.0.2.1>;+sip.instance=\"<urn:uuid:1>\""],
        "Contact;gr / temporary GRUU": ["Contact: <sip:a@example.net;gr=urn:uuid:1>"],
        "Contact;feature-tags": ["Contact: <sip:192.0.2.1>;audio"],
        "Via;received / rport": ["Via: SIP/2.0/UDP 192.0.2.1;received=192.0.2.7;branch=z9hG4bK2"],
        "Via;sigcomp-id": ["Via: SIP/2.0/UDP 192.0.2.1;sigcomp-id=\"<urn:uuid:1>\";branch=z9hG4bK2"],
        "Authorization;username": ["Authorization: Digest username=\"bob\", realm=\"a\""],
        "Authorization;uri": ["Authorization: Digest username=\"bob\", uri=\"sip:b\""],
        "Content-Type;boundary": ["Content-Type: multipart/mixed;boundary=x"],
        "Event;id": ["Event: presence;id=7"],
        "Subscription-State;reason": ["Subscription-State: terminated;reason=rejected"],
        "(unknown extension header)": ["X-Unheard-Of: 1"],
    ]

    /// Values of fields that the parser checks.
    private static let values = [
        "Contact": "<sip:192.0.2.1>", "Content-Type": "text/plain", "Event": "presence",
        "Date":
            "Mon, 23 Nov 2026 12:00:00 GMT", "Max-Forwards": "70", "MIME-Version": "1.0",
        "Subscription-State": "active", "Expires": "1", "Min-Expires": "1", "Route": "<sip:a;lr>",
        "Record-Route": "<sip:a;lr>",
    ]

    private static let always: Set = [
        "(Request-URI)", "(Method)", "From", "From;display-name", "From;tag / To;tag", "To", "Call-ID",
        "Call-ID;host part", "CSeq", "Via", "Via;branch", "Content-Length",
    ]

    private func report(showing row: CatalogueRow) throws -> ExposureReport {
        switch row.kind {
        case .cms:
            let layers = [
                VisibleLayer(kind: .signedData, signer: "key 1", octets: 1),
                VisibleLayer(kind: .envelopedData, recipients: ["key 2"], cipher: "aes", octets: 1),
            ]
            return ExposureReport.of(
                try ExampleMessage.request("MESSAGE", to: "sip:a@b", body: "x"), layers: layers)
        case .startLine where row.name == "(Status-Line)":
            return ExposureReport.of(try ExampleMessage.response(403, to: "SUBSCRIBE"), layers: [])
        default:
            var others = Self.pieces[row.name] ?? []
            if others.isEmpty, !Self.always.contains(row.name) {
                others = ["\(row.compactName ?? row.name): \(Self.values[row.name] ?? "value")"]
            }
            return ExposureReport.of(
                try ExampleMessage.request(
                    "NOTIFY", to: "sip:bob@192.0.2.1", from: "\"Alice\" <sip:alice@example.com>;tag=1",
                    callID: "1@host.example.com", others: others), layers: [])
        }
    }

    @Test(
        "each row is reported for a message with its place, with every sentence", arguments: Catalogue.rows)
    func answers(row: CatalogueRow) throws {
        let report = try report(showing: row)
        let isUnknown = row.name == "(unknown extension header)"
        let finding = try #require(report.finding(isUnknown ? "X-Unheard-Of" : row.name))
        #expect(finding.known == !isUnknown)
        #expect(finding.detail == row.reveals && finding.source == row.source)
        #expect(finding.userAgent == row.userAgent && finding.residual == row.residual)
        #expect(finding.mitigation == row.mitigation && finding.observers == row.observers)
        #expect(finding.hideable == row.hideable && finding.severity <= row.severity)
        #expect(finding.severity < row.severity || finding.severityReason == row.severityReason)
        #expect(!finding.lines.isEmpty && finding.lines.allSatisfy { $0 > 0 })
    }

    @Test("no field of a message is without a finding, known or not")
    func everyField() throws {
        let message = try ExampleMessage.subscribe(others: ["X-A: 1", "Weird: 2", "Subject: 3"])
        let report = ExposureReport.of(message, layers: [])
        for field in message.headerFields {
            #expect(report.finding(field.headerName.longForm) != nil)
        }
        #expect(report.headers.filter { !$0.known }.map(\.name) == ["X-A", "Weird"])
    }
}
