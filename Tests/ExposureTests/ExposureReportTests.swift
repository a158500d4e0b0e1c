import Exposure
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("Exposure reports")
struct ExposureReportTests {
    private func report(_ capture: String, layers: [VisibleLayer] = []) throws -> ExposureReport {
        ExposureReport.of(try ExampleMessage.capture(capture), layers: layers)
    }

    @Test("a PUBLISH in clear shows the presentity, the terminal and the body, and no relation")
    func publish() throws {
        let report = try report("t1-plain-alice-01-tx-PUBLISH")
        #expect(
            report.headers.filter { $0.severity == .critical }.map(\.name) == [
                "(Request-URI)", "From", "To", "(body)",
            ])
        #expect(
            report.headers.filter { $0.severity == .high }.map(\.name) == [
                "Via", "Contact", "Content-Length",
            ])
        #expect(report.finding("From")?.identifies == ["presentity"])
        #expect(report.finding("(Method)")?.value == "PUBLISH")
        #expect(report.finding("(body)")?.value == "337 octets")
        #expect(!report.relationReadable)
    }

    @Test("a SUBSCRIBE shows the watcher, the presentity and their relation")
    func subscribe() throws {
        let report = try report("t1-plain-bob-01-tx-SUBSCRIBE")
        #expect(report.finding("From")?.identifies == ["watcher"])
        #expect(report.finding("To")?.identifies == ["presentity"])
        #expect(report.finding("(Request-URI)")?.value == "sip:alice@example.test")
        #expect(report.finding("Accept")?.hideable == .no)
        #expect(report.finding("(body)") == nil)
        #expect(report.relationReadable)
    }

    @Test("a NOTIFY shows the state of the subscription and names the parties the other way round")
    func notify() throws {
        let report = try report("t1-plain-bob-05-rx-NOTIFY")
        #expect(report.finding("Subscription-State")?.severity == .high)
        #expect(report.finding("From")?.identifies == ["presentity"])
        #expect(report.finding("To")?.identifies == ["watcher"])
        #expect(report.finding("(Request-URI)")?.identifies == ["watcher"])
        #expect(report.relationReadable)
    }

    @Test("a response shows the outcome and echoes the parties of its request")
    func response() throws {
        let report = try report("t1-plain-bob-02-rx-200_SUBSCRIBE")
        #expect(report.finding("(Status-Line)")?.value == "200 OK")
        #expect(report.finding("(Method)") == nil)
        #expect(report.finding("From")?.identifies == ["watcher"])
        #expect(report.finding("Via;received / rport")?.value == "5272, 127.0.0.1")
        #expect(report.finding("Contact")?.identifies == [])
        #expect(report.relationReadable)
    }

    @Test("a REGISTER shows the private identity, the device and the place")
    func register() throws {
        let text = """
            REGISTER sip:example.com SIP/2.0
            v: SIP/2.0/UDP [2001:db8::1];comp=sigcomp;sigcomp-id="<urn:uuid:1>";branch=z9hG4bK1
            f: <sip:alice@example.com>;tag=1
            t: <sip:alice@example.com>
            i: 77@terminal.example.com
            CSeq: 1 REGISTER
            m: <sip:[2001:db8::1]>;+sip.instance="<urn:gsma:imei:90420156-025763-0>";audio;+g.3gpp.icsi-ref="x"
            Authorization: Digest username="001010000000001@ims.example.com", realm="a,b", uri="sip:example.com"
            P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11
            Content-Length: 0


            """.replacingOccurrences(of: "\n", with: "\r\n")
        let report = ExposureReport.of(try SIPMessage.parse(Array(text.utf8)), layers: [])
        #expect(report.finding("Authorization;username")?.value == "001010000000001@ims.example.com")
        #expect(report.finding("Authorization;uri")?.value == "sip:example.com")
        #expect(report.finding("Contact;+sip.instance")?.value == "<urn:gsma:imei:90420156-025763-0>")
        #expect(report.finding("Contact;feature-tags")?.value == "audio, +g.3gpp.icsi-ref=x")
        #expect(report.finding("Call-ID;host part")?.value == "terminal.example.com")
        #expect(report.finding("Via;sigcomp-id")?.value == "<urn:uuid:1>")
        #expect(report.finding("P-Access-Network-Info")?.severity == .critical)
    }

    @Test("anonymous forms, temporary GRUUs and empty bodies have severity info, with the reason")
    func lowered() throws {
        let message = try ExampleMessage.subscribe(
            from: "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1", contact: "<sip:x7@example.net;gr>")
        let report = ExposureReport.of(message, layers: [])
        for name in ["From", "From;display-name", "Contact", "Contact;gr / temporary GRUU", "Content-Length"]
        {
            let finding = try #require(report.finding(name))
            #expect(finding.severity == .info, "\(name)")
        }
        #expect(report.finding("From")?.severityReason.contains("RFC 3323") == true)
        #expect(report.finding("To")?.severity == .critical)
    }

    @Test("a personal name with an anonymous address is not anonymous")
    func namedAnonymous() throws {
        let message = try ExampleMessage.subscribe(from: "\"Bob\" <sip:anonymous@anonymous.invalid>;tag=1")
        let report = ExposureReport.of(message, layers: [])
        #expect(report.finding("From")?.severity == .critical)
        #expect(report.finding("From;display-name")?.severity == .high)
    }

    @Test("a field the catalogue does not know is named and gets a cautious severity")
    func unknown() throws {
        let message = try ExampleMessage.subscribe(others: ["X-Subscriber: 262-01", "x-subscriber: 262-02"])
        let finding = try #require(ExposureReport.of(message, layers: []).finding("X-Subscriber"))
        #expect(finding.value == "262-01, 262-02")
        #expect(finding.severity == .medium)
        #expect(finding.hideable == .omitOuter)
    }

    @Test("a repeated field is one finding with all its values")
    func repeated() throws {
        let message = try ExampleMessage.subscribe(others: ["Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK2"])
        let report = ExposureReport.of(message, layers: [])
        #expect(report.headers.count { $0.name == "Via" } == 1)
        #expect(report.finding("Via;branch")?.value == "z9hG4bK1, z9hG4bK2")
    }

    @Test(
        "requests and responses of every method of presence are read",
        arguments: ["PUBLISH", "SUBSCRIBE", "NOTIFY", "MESSAGE", "REGISTER"])
    func methods(method: String) throws {
        let request = ExposureReport.of(
            try ExampleMessage.request(method, to: "sip:alice@example.com", body: "x"), layers: [])
        let response = ExposureReport.of(try ExampleMessage.response(403, to: method), layers: [])
        #expect(request.finding("(Method)")?.value == method && request.finding("(Status-Line)") == nil)
        #expect(
            response.finding("(Status-Line)")?.value == "403 Words" && response.finding("(Method)") == nil)
        for report in [request, response] {
            #expect(report.finding("From")?.identifies.isEmpty == false)
            #expect(report.finding("To")?.severity == .critical)
            #expect(report.relationReadable)
        }
        #expect(request.derived.map(\.kind) == [.relation])
        #expect(response.derived.map(\.kind) == [.relation, .responseStatus])
        #expect(!request.advice.isEmpty && response.advice.isEmpty)
    }

    @Test("an envelope hides the body and what is inside, and shows recipients and size")
    func enveloped() throws {
        let layers = [
            VisibleLayer(
                kind: .authEnvelopedData, recipients: ["key 01AB"], cipher: "aes-256-gcm", octets: 512),
            VisibleLayer(kind: .signedData, signer: "key 02CD", octets: 300),
        ]
        let report = try report("t1-plain-alice-01-tx-PUBLISH", layers: layers)
        #expect(report.finding("(body)") == nil)
        #expect(report.finding("CMS RecipientInfo rid")?.value == "key 01AB")
        #expect(
            report.finding("CMS content-encryption algorithm / ciphertext length")?.value
                == "aes-256-gcm, 512 octets")
        #expect(!report.headers.contains { $0.name.hasPrefix("CMS SignedData") })
    }

    @Test("a signature alone hides nothing and names the signer")
    func signed() throws {
        let layer = VisibleLayer(
            kind: .signedData, signer: "serial 7", signerURIs: ["sip:carol@example.com"], octets: 300)
        let report = try report("t1-plain-alice-01-tx-PUBLISH", layers: [layer])
        #expect(report.finding("(body)")?.severity == .critical)
        let name = "CMS SignedData certificates/SignerInfo sid (outer signature)"
        #expect(report.finding(name)?.value == "serial 7, sip:carol@example.com")
        #expect(report.relationReadable)
    }

    @Test("there is no relation if one party is anonymous")
    func relationHidden() throws {
        let anonymous = "<sip:anonymous@anonymous.invalid>;tag=1"
        let hidden = try ExampleMessage.subscribe(from: anonymous)
        #expect(!ExposureReport.of(hidden, layers: []).relationReadable)
        let contact = try ExampleMessage.subscribe(from: anonymous, contact: "<sip:bob@192.0.2.1>")
        #expect(ExposureReport.of(contact, layers: []).relationReadable)
        let preferred = try ExampleMessage.subscribe(
            from: anonymous, others: ["P-Preferred-Identity: <sip:bob@example.net>"])
        #expect(ExposureReport.of(preferred, layers: []).relationReadable)
    }

    @Test("counts agree with the findings, which are sorted by severity")
    func counts() throws {
        let report = try report("t1-plain-bob-05-rx-NOTIFY")
        #expect(report.counts.critical == report.headers.count { $0.severity == .critical })
        #expect(report.counts.info == report.headers.count { $0.severity == .info })
        #expect(report.headers.map(\.severity) == report.headers.map(\.severity).sorted(by: >))
        #expect(report.notEvaluated.count == 1)
    }

    @Test("the JSON has the member names of the contract")
    func json() throws {
        let data = Data(JSONWriter.document(try report("t1-plain-alice-01-tx-PUBLISH")))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let counts = try #require(object["counts"] as? [String: Int])
        #expect(Set(counts.keys) == ["critical", "high", "medium", "low", "info"])
        let headers = try #require(object["headers"] as? [[String: Any]])
        let first = try #require(headers.first)
        let members = [
            "name", "value", "severity", "reveals", "observers", "hideable", "mitigation", "source",
        ]
        #expect(members.allSatisfy { first[$0] != nil })
        #expect(first["reveals"] as? [String] == ["identities", "relation", "location", "topology"])
        #expect((first["observers"] as? [String])?.first == "access-eavesdropper")
    }
}

@Suite("Changes of exposure")
struct ExposureChangeTests {
    @Test("protecting hides the body and adds recipients and cipher")
    func protecting() throws {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let before = ExposureReport.of(message, layers: [])
        let envelope = VisibleLayer(kind: .authEnvelopedData, recipients: ["a"], cipher: "c", octets: 1)
        let change = ExposureChange(before: before, after: ExposureReport.of(message, layers: [envelope]))
        #expect(change.hidden == ["(body)"])
        #expect(
            change.added == ["CMS RecipientInfo rid", "CMS content-encryption algorithm / ciphertext length"])
    }

    @Test("an address made anonymous counts as hidden")
    func anonymised() throws {
        let before = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        let after = ExposureReport.of(
            try ExampleMessage.subscribe(from: "<sip:anonymous@anonymous.invalid>;tag=1"), layers: [])
        #expect(ExposureChange(before: before, after: after).hidden == ["From"])
        #expect(ExposureChange(before: after, after: before).added == ["From"])
    }
}
