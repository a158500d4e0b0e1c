import CMS
import CertStore
import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// `inspect`, `exposure`, `answer`, `judge` and the pages.
struct OperationTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    @Test func `inspect reports layers without a key`() async throws {
        let protected = try await ServiceLab().protected(SampleMessages.publish())
        let answer = try await lab.post("/v1/inspect", protected)
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "application/json")
        #expect(answer.text.contains("\"layers\"") && answer.text.contains("aes-256-gcm"))
    }

    @Test func `inspect refuses a body that is not a message`() async throws {
        let answer = try await lab.post("/v1/inspect", Array("hello".utf8))
        #expect(answer.status == 422)
        #expect(try answer.member("code") == "malformed")
    }

    @Test func `exposure reports what stays readable`() async throws {
        let answer = try await lab.post("/v1/exposure", SampleMessages.publish())
        #expect(answer.status == 200)
        #expect(answer.text.contains("\"exposure\"") && answer.text.contains("sip:alice@example.test"))
    }

    @Test func `answer writes the response for a reason`() async throws {
        let answer = try await lab.post("/v1/answer?reason=expired", SampleMessages.publish(callID: "9"))
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "message/sip")
        #expect(answer.text.hasPrefix("SIP/2.0 437 ") && answer.text.contains("Call-ID: 9\r\n"))
    }

    @Test func `answer also writes the response to a message that is too large`() async throws {
        let message = SampleMessages.publish(body: [UInt8](repeating: 0x61, count: 2_000_000))
        let answer = try await lab.post("/v1/answer?reason=too-large", message)
        #expect(answer.status == 413 || answer.text.hasPrefix("SIP/2.0 413 "))
    }

    @Test func `answer never answers an ACK`() async throws {
        let text = String(decoding: SampleMessages.publish(), as: UTF8.self).replacing("PUBLISH", with: "ACK")
        let response = try await lab.post("/v1/answer?reason=expired", SampleMessages.publish()).octets
        for message in [Array(text.utf8), response] {
            let answer = try await lab.post("/v1/answer?reason=expired", message)
            #expect(answer.status == 422)
            #expect(try answer.member("code") == "no-response")
            #expect(answer.fields[.smimeReason] == "\"no-response\"")
        }
    }

    @Test(
        arguments: [
            ("in", false, "refuse", "clear-text"), ("out", false, "protect", nil), ("in", true, "open", nil),
            ("out", true, "pass", nil),
        ] as [(String, Bool, String, String?)])
    func `judge says what a proxy must do`(
        direction: String, isProtected: Bool, handling: String, reason: String?
    ) async throws {
        var message = SampleMessages.publish()
        if isProtected { message = try await lab.protected(message) }
        let answer = try await lab.post("/v1/judge?direction=\(direction)", message)
        #expect(answer.status == 200)
        #expect(try answer.member("handling") == handling)
        #expect(try answer.member("reason") == reason)
    }

    @Test func `the certificate of an address is DER`() async throws {
        var profile = Profile(name: "pages")
        profile.operations = [.certificates]
        for path in ["sip:bob@example.test", "sip%3Abob%40example.test"] {
            let answer = try await lab.send(.get, "/v1/certificates/\(path)", profile: profile)
            #expect(answer.status == 200)
            #expect(answer.fields[.contentType] == "application/pkix-cert")
            let filed = try lab.database.certificates(forURI: "sip:bob@example.test")
            #expect(filed.map(\.certificate.der) == [answer.octets])
        }
        let none = try await lab.send(.get, "/v1/certificates/sip:carol@example.test", profile: profile)
        #expect(none.status == 404)
        #expect(try none.member("code") == "no-certificate")
        let invalid = try await lab.send(.get, "/v1/certificates/carol", profile: profile)
        #expect(invalid.status == 400)
    }

    @Test func `metrics count requests by operation, reason and status, and sizes of commits`() async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        _ = try await lab.post("/v1/open", protected)
        _ = try await lab.post("/v1/open", protected)
        var profile = Profile(name: "pages")
        profile.operations = [.metrics]
        let answer = try await lab.send(.get, "/metrics", profile: profile)
        #expect(answer.fields[.contentType] == "text/plain; version=0.0.4")
        let labels = "operation=\"open\",reason=\"replayed\",status=\"422\""
        #expect(answer.text.contains("smime_requests_total{\(labels)} 1\n"))
        #expect(answer.text.contains("smime_accepted_duration_seconds_count{operation=\"open\"} 1\n"))
        #expect(answer.text.contains("smime_ledger_commit_records_count 2\n"))
        #expect(!answer.text.contains("example.test"))
    }

    @Test func `a method that a path does not support is counted under the path's operation`() async throws {
        for path in ["/v1/open", "/v1/certificates/sip:bob@example.test", "/healthz", "/nowhere"] {
            _ = try await lab.send(.delete, path)
        }
        let text = lab.registry.text()
        for operation in ["open", "certificates", "healthz"] {
            let labels = "operation=\"\(operation)\",reason=\"method-not-allowed\",status=\"405\""
            #expect(text.contains("smime_requests_total{\(labels)} 1\n"), "\(operation)")
        }
        let labels = "operation=\"none\",reason=\"not-found\",status=\"404\""
        #expect(text.contains("smime_requests_total{\(labels)} 1\n"))
        #expect(!text.contains("NotFound") && !text.contains("example.test"))
    }

    @Test func `health and readiness answer GET and HEAD`() async throws {
        for path in ["/healthz", "/readyz"] {
            #expect(try await lab.send(.get, path).status == 200)
            let head = try await lab.send(.head, path)
            #expect(head.status == 200 && head.octets.isEmpty)
        }
    }
}
