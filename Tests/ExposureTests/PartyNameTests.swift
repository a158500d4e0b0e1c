import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("What an address reveals")
struct PartyNameTests {
    private func finding(_ from: String) throws -> ExposureFinding {
        let message = try ExampleMessage.subscribe(from: "\(from);tag=1")
        return try #require(ExposureReport.of(message, layers: []).finding("From"))
    }

    @Test(
        "the anonymous forms of RFC 3323 §4.1.1.3 reveal nothing, in any case and under any scheme",
        arguments: [
            "<sip:anonymous@anonymous.invalid>", "<sip:Anonymous@ANONYMOUS.invalid>",
            "<sips:anonymous@anonymous.invalid>", "\"anonymous\" <sip:anonymous@anonymous.invalid>",
            "<sip:anonymous@a1.anonymous.invalid>", "<sip:anonymous.invalid>",
        ])
    func anonymous(from: String) throws {
        let finding = try finding(from)
        #expect(finding.severity == .info && finding.severityReason.contains("RFC 3323"))
    }

    @Test(
        "what resembles an anonymous form is a name",
        arguments: [
            "<sip:anonymous@example.com>", "<sip:anonymous@notanonymous.invalid>",
            "<sip:anonymous@anonymous.invalid.example.com>", "<sip:alice@anonymous.invalid>",
            "\"Alice\" <sip:anonymous@anonymous.invalid>", "<sip:anonymous1@anonymous.invalid>",
        ])
    func named(from: String) throws {
        #expect(try finding(from).severity == .critical)
    }

    @Test(
        "a GRUU without value is temporary, one with value or at a numeric host is not (RFC 5627 §3.1)",
        arguments: [
            ("sip:x7@example.net;gr", Severity.info), ("sip:x7@example.net;gr;lr", .info),
            ("sip:bob@example.net;gr=urn:uuid:1", .critical), ("sip:bob@192.0.2.1;gr", .critical),
            ("sip:bob@example.net;grid", .critical),
        ])
    func gruu(uri: String, severity: Severity) throws {
        #expect(try finding("<\(uri)>").severity == severity)
    }

    @Test(
        "a user part looks random from these lengths and mixtures on",
        arguments: [
            ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", Severity.high),
            ("0123456789abcdef", .high), ("0123456789abcde", .critical), ("0123abcabcabcabc", .high),
            ("012abcabcabcabcd", .critical), ("0123456789012abc", .high), ("01234567890123ab", .critical),
            ("x7h2k9q4m1z8v3b6n5t0", .high), ("x7h2k9q4m1z8v3b6n5t", .critical),
            ("abcdefghijklmnopqrst1", .critical),
        ])
    func random(user: String, severity: Severity) throws {
        #expect(try finding("<sip:\(user)@example.net>").severity == severity)
    }

    @Test("a random user part lowers each field by one step from its own severity")
    func step() throws {
        let uri = "<sip:0123456789abcdef@example.net>"
        let message = try ExampleMessage.subscribe(
            others: ["Reply-To: \(uri)", "P-Asserted-Identity: \(uri)", "Referred-By: \(uri)"])
        let report = ExposureReport.of(message, layers: [])
        #expect(report.finding("P-Asserted-Identity")?.severity == .high)
        #expect(report.finding("Reply-To")?.severity == .medium)
        #expect(report.finding("Referred-By")?.severity == .medium)
    }

    @Test("a hostile user part of any length is a name, and costs nothing")
    func long() throws {
        let user = String(repeating: "a1", count: 129)
        #expect(try finding("<sip:\(user)@example.net>").severity == .critical)
        #expect(try finding("<sip:\(user.dropLast(2))@example.net>").severity == .high)
    }

    @Test(
        "an address without user is a domain or a terminal, and never worse than its field",
        arguments: [
            ("From: <sip:example.net>;tag=1", "From", Severity.medium),
            ("From: <sip:192.0.2.1>;tag=1", "From", .high),
            ("From: <sip:[2001:db8::1]>;tag=1", "From", .high),
            ("From: <sip:1.2.3.4.5>;tag=1", "From", .medium),
        ])
    func withoutUser(line: String, field: String, severity: Severity) throws {
        let finding = try finding(String(line.dropFirst(6).dropLast(6)))
        #expect(finding.severity == severity && finding.severityReason.contains("no user part"))
    }

    @Test(
        "the host of a Call-ID is neutral only below .invalid (RFC 2606 §2)",
        arguments: [
            ("anonymous.invalid", Severity.info), ("a.INVALID:5060", .info),
            ("invalid.example.com", .medium),
            ("example.com", .medium), ("notinvalid", .medium),
        ])
    func callIDHost(host: String, severity: Severity) throws {
        let message = try ExampleMessage.request(
            "MESSAGE", to: "sip:a@example.com", callID: "1@\(host)")
        #expect(
            ExposureReport.of(message, layers: []).finding("Call-ID;host part")?.severity == severity)
    }
}
