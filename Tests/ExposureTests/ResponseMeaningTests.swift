import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("What a status reveals")
struct ResponseMeaningTests {
    private func status(_ code: Int, to method: String) throws -> DerivedFinding {
        let report = ExposureReport.of(try ExampleMessage.response(code, to: method), layers: [])
        return try #require(report.derived.first { $0.kind == .responseStatus })
    }

    /// Decisions and absences of a person, limits of a server, and the section that defines each status.
    private static let refusals: [(code: Int, severity: Severity, words: String, source: String)] = [
        (401, .low, "realm", "RFC 3261 §21.4.2"), (407, .low, "realm", "RFC 3261 §21.4.8"),
        (403, .high, "forbidden", "RFC 3261 §21.4.4"), (404, .high, "no such address", "RFC 3261 §21.4.5"),
        (408, .high, "away", "RFC 3261 §21.4.9"), (480, .high, "away", "RFC 3261 §21.4.18"),
        (410, .high, "no longer exists", "RFC 3261 §21.4.10"), (412, .medium, "expired", "RFC 3903 §11.2.1"),
        (413, .low, "too long", "RFC 3261 §21.4.11"), (414, .low, "too long", "RFC 3261 §21.4.12"),
        (415, .medium, "S/MIME", "RFC 3261 §21.4.13"), (423, .low, "too brief", "RFC 3261 §21.4.17"),
        (428, .medium, "identity", "RFC 8224 §6.2.2"), (436, .medium, "identity", "RFC 8224 §6.2.2"),
        (437, .medium, "certificate", "RFC 8224 §6.2.2"), (438, .medium, "identity", "RFC 8224 §6.2.2"),
        (481, .medium, "no such subscription", "RFC 3261 §21.4.19"),
        (486, .high, "busy", "RFC 3261 §21.4.24"),
        (489, .low, "event package", "RFC 6665 §8.3.2"), (493, .high, "decrypted", "RFC 3261 §21.4.27"),
        (600, .high, "busy", "RFC 3261 §21.6.1"), (603, .high, "declines", "RFC 3261 §21.6.2"),
        (604, .high, "exists nowhere", "RFC 3261 §21.6.3"),
    ]

    @Test("a refusal means the same in each method", arguments: refusals)
    func refusal(code: Int, severity: Severity, words: String, source: String) throws {
        for method in ["SUBSCRIBE", "NOTIFY", "PUBLISH", "MESSAGE"] {
            let finding = try status(code, to: method)
            #expect(finding.detail.contains(words) && finding.severity == severity, "\(source)")
            #expect(finding.value == "\(code)" && finding.fields == ["(Status-Line)"])
            #expect(finding.observers == Observer.allCases)
        }
    }

    /// Success means something else in each method.
    private static let successes: [(code: Int, method: String, severity: Severity, words: String)] = [
        (200, "SUBSCRIBE", .high, "politely blocked"), (202, "SUBSCRIBE", .high, "has not decided"),
        (204, "SUBSCRIBE", .medium, "Nothing has changed"), (204, "NOTIFY", .medium, "Nothing has changed"),
        (200, "PUBLISH", .medium, "publication was accepted"), (200, "NOTIFY", .medium, "is reachable"),
        (200, "REGISTER", .medium, "deregistered"), (200, "MESSAGE", .medium, "delivered"),
        (202, "MESSAGE", .medium, "stored"), (200, "OPTIONS", .medium, "It was accepted."),
        (202, "PUBLISH", .medium, "It was accepted."), (204, "PUBLISH", .medium, "It was accepted."),
    ]

    @Test("a success depends on the method it answers", arguments: successes)
    func success(code: Int, method: String, severity: Severity, words: String) throws {
        let finding = try status(code, to: method)
        #expect(finding.detail.contains(words) && finding.severity == severity)
    }

    @Test(
        "an unknown status has the meaning of its class (RFC 3261 §8.1.3.2)",
        arguments: [
            (100, Severity.low, "worked on"), (199, .low, "worked on"), (299, .medium, "accepted"),
            (300, .high, "elsewhere"), (399, .high, "elsewhere"), (400, .medium, "as it was written"),
            (499, .medium, "as it was written"), (500, .low, "server failed"), (599, .low, "server failed"),
            (606, .high, "everywhere"), (699, .high, "everywhere"),
        ])
    func classes(code: Int, severity: Severity, words: String) throws {
        let finding = try status(code, to: "SUBSCRIBE")
        #expect(finding.detail.contains(words) && finding.severity == severity)
    }

    @Test("a request has no status, and a status line without words is its number")
    func statusLine() throws {
        let request = ExposureReport.of(try ExampleMessage.subscribe(), layers: [])
        #expect(!request.derived.contains { $0.kind == .responseStatus })
        let text = try ExampleMessage.response(404, to: "SUBSCRIBE").octets
        let bare = String(decoding: text, as: UTF8.self).replacing("404 Words", with: "404 ")
        let report = ExposureReport.of(try SIPMessage.parse(Array(bare.utf8)), layers: [])
        #expect(report.finding("(Status-Line)")?.value == "404")
        #expect(report.finding("(Status-Line)")?.severity == .high)
        #expect(report.finding("(Request-URI)") == nil)
    }
}
