import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Whom a field names")
struct MessageRoleTests {
    private func names(_ field: String, in message: SIPMessage) -> [String]? {
        ExposureReport.of(message, layers: []).finding(field)?.identifies
    }

    /// RFC 3856 §6.1 and §6.6: the watcher subscribes, the presentity notifies; RFC 3903 §4: it publishes.
    private static let requests: [(method: String, field: String, names: [String])] = [
        ("SUBSCRIBE", "From", ["watcher"]), ("SUBSCRIBE", "To", ["presentity"]),
        ("SUBSCRIBE", "(Request-URI)", ["presentity"]), ("SUBSCRIBE", "Contact", ["watcher"]),
        ("SUBSCRIBE", "Reply-To", ["watcher"]), ("SUBSCRIBE", "Authorization", ["watcher"]),
        ("SUBSCRIBE", "P-Asserted-Identity", ["watcher"]),
        ("NOTIFY", "From", ["presentity"]), ("NOTIFY", "To", ["watcher"]),
        ("NOTIFY", "(Request-URI)", ["watcher"]), ("NOTIFY", "Contact", []),
        ("NOTIFY", "Reply-To", ["presentity"]), ("NOTIFY", "Authorization", ["presentity"]),
        ("PUBLISH", "From", ["presentity"]), ("PUBLISH", "To", ["presentity"]),
        ("PUBLISH", "(Request-URI)", ["presentity"]), ("PUBLISH", "Contact", ["presentity"]),
        ("MESSAGE", "From", ["presentity", "watcher"]), ("MESSAGE", "To", ["presentity", "watcher"]),
        ("REGISTER", "Contact", ["presentity", "watcher"]),
    ]

    @Test(
        "a field names the watcher in one method and the presentity in another", arguments: requests)
    func request(method: String, field: String, names: [String]) throws {
        let message = try ExampleMessage.request(
            method, to: "sip:alice@example.com",
            others: [
                "Contact: <sip:x@192.0.2.1>", "Reply-To: <sip:y@example.net>",
                "P-Asserted-Identity: <sip:bob@example.net>",
                "Authorization: Digest username=\"bob\", realm=\"r\"",
            ])
        #expect(self.names(field, in: message) == names)
    }

    @Test(
        "a response names the parties of its request, and its Contact is that of its own sender",
        arguments: [
            ("SUBSCRIBE", "From", ["watcher"]), ("SUBSCRIBE", "To", ["presentity"]),
            ("SUBSCRIBE", "Contact", []), ("NOTIFY", "From", ["presentity"]),
            ("NOTIFY", "To", ["watcher"]),
            ("NOTIFY", "Contact", ["watcher"]), ("PUBLISH", "To", ["presentity"]),
        ])
    func response(method: String, field: String, names: [String]) throws {
        let message = try ExampleMessage.response(
            200, to: method, others: ["Contact: <sip:x@192.0.2.1>"])
        #expect(self.names(field, in: message) == names)
    }

    @Test(
        "From is the presentity of a NOTIFY, so a called party beside it makes a pair (RFC 7315 §4.2)")
    func calledParty() throws {
        let called = ["P-Called-Party-ID: <sip:bob@example.net>"]
        for (method, fields) in [("NOTIFY", ["P-Called-Party-ID", "From"]), ("MESSAGE", [])] {
            let message = try ExampleMessage.request(
                method, to: "sip:192.0.2.1", from: "<sip:alice@example.com>;tag=1",
                toField: "<sip:anonymous@anonymous.invalid>;tag=2", others: called)
            let relation = ExposureReport.of(message, layers: []).derived.first { $0.kind == .relation }
            #expect(relation?.fields == fields)
        }
    }

    @Test("a field without identities names none")
    func without() throws {
        let message = try ExampleMessage.subscribe(others: ["Subject: lunch"])
        #expect(names("Subject", in: message) == [] && names("Max-Forwards", in: message) == [])
        #expect(ExposureReport.of(message, layers: []).finding("Subject")?.reveals == ["content"])
    }
}

@Suite("Fields of unchecked messages")
struct UncheckedExposureTests {
    private func report(_ lines: [String], body: String = "") throws -> ExposureReport {
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        return ExposureReport.of(try UncheckedSIPMessage.read(Array(text.utf8)), layers: [])
    }

    private static let start = [
        "NOTIFY sip:bob@192.0.2.1 SIP/2.0", "From: <sip:alice@example.com>;tag=1",
    ]

    @Test("a message without most of its fields is reported with what it has")
    func few() throws {
        let report = try report(Self.start)
        #expect(report.finding("From")?.identifies == ["presentity"])
        #expect(report.finding("To") == nil && report.finding("Call-ID;host part") == nil)
        #expect(report.relationReadable && report.worst == .critical)
    }

    @Test("a value that is no address counts as a name: only an unmistakable form lowers a severity")
    func malformed() throws {
        let report = try report([
            "NOTIFY nonsense SIP/2.0", "From: <<sip:anonymous@anonymous.invalid",
            "To: <mailto:bob@example.net>",
        ])
        for name in ["(Request-URI)", "From", "To"] {
            #expect(report.finding(name)?.severity == .critical, "\(name)")
        }
        #expect(!report.relationReadable)
    }

    @Test("an empty field reveals nothing, and the body is counted where it begins")
    func empty() throws {
        let report = try report(
            Self.start + ["Subject:", "Contact: ", "Content-Length: 2"], body: "hi")
        #expect(report.finding("Subject")?.severity == .info)
        #expect(report.finding("Subject")?.severityReason == "The field is empty.")
        #expect(report.finding("Contact")?.severity == .info)
        #expect(report.finding("Content-Length")?.severity == .high)
        #expect(report.finding("(body)")?.value == "2 octets")
        #expect(report.finding("(body)")?.lines == [7])
    }
}
