import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Values that reveal less than their field")
struct LoweredSeverityTests {
    private func severity(_ name: String, _ message: SIPMessage) -> Severity? {
        ExposureReport.of(message, layers: []).finding(name)?.severity
    }

    @Test(
        "a random user part names no party but can be recognised: the severity is one step lower",
        arguments: [
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "9f86d081884c7d659a2f", "x7h2k9q4m1z8v3b6n5t0",
        ])
    func opaque(user: String) throws {
        let message = try ExampleMessage.subscribe(from: "<sip:\(user)@example.net>;tag=1")
        #expect(severity("From", message) == .high)
        #expect(ExposureReport.of(message, layers: []).relationReadable)
    }

    @Test(
        "names and numbers are not mistaken for random",
        arguments: [
            "alice", "491701234567890123", "+491701234567", "alice.smith.berlin.1984", "001010000000001",
            "deadbeef", "bob2024", "firstname.lastname19840102",
        ])
    func named(user: String) throws {
        let message = try ExampleMessage.subscribe(from: "<sip:\(user)@example.net>;tag=1")
        #expect(severity("From", message) == .critical)
    }

    @Test("a display name defeats an opaque user part")
    func displayName() throws {
        let message = try ExampleMessage.subscribe(
            from: "\"Bob\" <sip:9f86d081884c7d659a2f@example.net>;tag=1")
        #expect(severity("From", message) == .critical)
    }

    @Test("a named user at anonymous.invalid counts as a party")
    func namedAtInvalid() throws {
        let message = try ExampleMessage.subscribe(from: "<sip:bob@anonymous.invalid>;tag=1")
        #expect(severity("From", message) == .critical)
        #expect(ExposureReport.of(message, layers: []).relationReadable)
    }

    @Test("a NOTIFY to a temporary GRUU is not linked to its watcher; to a public one it is")
    func gruu() throws {
        let temporary = try ExampleMessage.request("NOTIFY", to: "sip:x7h2@example.net;gr")
        #expect(severity("(Request-URI)", temporary) == .info)
        let open = try ExampleMessage.request("NOTIFY", to: "sip:bob@example.net;gr=urn:uuid:1")
        #expect(severity("(Request-URI)", open) == .critical)
        let numeric = try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1;gr")
        #expect(severity("(Request-URI)", numeric) == .critical)
    }

    @Test("a domain is no person, and a terminal without user part is only an address")
    func withoutUser() throws {
        let register = try ExampleMessage.request("REGISTER", to: "sip:example.com")
        #expect(severity("(Request-URI)", register) == .medium)
        let notify = try ExampleMessage.request("NOTIFY", to: "sip:192.0.2.1:5060")
        #expect(severity("(Request-URI)", notify) == .high)
    }

    @Test("one value that names a party is enough for the field")
    func several() throws {
        let message = try ExampleMessage.subscribe(
            others: [
                "P-Asserted-Identity: <sip:anonymous@anonymous.invalid>",
                "P-Asserted-Identity: <sip:bob@example.net>",
            ])
        #expect(severity("P-Asserted-Identity", message) == .critical)
    }

    @Test("a hashed user name and a reserved host reveal less")
    func pieces() throws {
        let hashed = try ExampleMessage.subscribe(
            others: ["Authorization: Digest username=\"9f86d0\", userhash=true, realm=\"a\", uri=\"sip:b\""])
        #expect(severity("Authorization;username", hashed) == .high)
        let open = try ExampleMessage.subscribe(
            others: ["Authorization: Digest username=\"bob\", userhash=false, realm=\"a\", uri=\"sip:b\""])
        #expect(severity("Authorization;username", open) == .critical)
        let neutral = try ExampleMessage.request(
            "MESSAGE", to: "sip:alice@example.com", callID: "1@anonymous.invalid")
        #expect(severity("Call-ID;host part", neutral) == .info)
    }
}

@Suite("Places in a message")
struct ExposureLineTests {
    @Test("each finding has the lines on which its field begins, including folded and repeated fields")
    func lines() throws {
        let text =
            "\r\n"
                + """
                SUBSCRIBE sip:alice@example.com SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.1
                 ;branch=z9hG4bK1
                Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK2
                From: "Bob" <sip:bob@example.net>;tag=1
                To: <sip:alice@example.com>
                Call-ID: 1
                CSeq: 1 SUBSCRIBE
                Content-Type: text/plain

                hi

                """.replacing("\n", with: "\r\n")
        let report = ExposureReport.of(try SIPMessage.parse(Array(text.utf8)), layers: [])
        #expect(report.finding("(Request-URI)")?.lines == [2])
        #expect(report.finding("Via")?.lines == [3, 5])
        #expect(report.finding("From;display-name")?.lines == [6])
        #expect(report.finding("(body)")?.lines == [12])
    }
}
