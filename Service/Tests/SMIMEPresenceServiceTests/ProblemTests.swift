import HTTPTypes
import HummingbirdCore
import Octets
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// Refusals and errors as problems (RFC 9457).
struct ProblemTests {
    @Test(arguments: ReasonCode.allCases)
    func `each reason of a refusal has a problem with its code and the SIP status`(reason: ReasonCode) throws
    {
        let problem = Problem.refused(reason, "why", sipStatus: reason.sipStatus)
        let fields = problem.answer(as: .content).headers
        #expect(problem.answer(as: .content).status.code == 422)
        #expect(fields[.contentType] == "application/problem+json")
        #expect(fields[.smimeVerdict] == "\"refused\"")
        #expect(fields[.smimeReason] == "\"\(reason.rawValue)\"")
        let document = String(decoding: JSONWriter.document(problem), as: UTF8.self)
        let answer = ServiceLab.Answer(status: 422, fields: fields, octets: Array(document.utf8))
        #expect(try answer.member("code") == reason.rawValue)
        #expect(try answer.member("type") == "/problems/\(reason.rawValue)")
        #expect(try answer.member("sipStatus") == reason.sipStatus.map(String.init))
    }

    @Test func `every type of a problem has a page that explains it`() async throws {
        let lab = try ServiceLab()
        for code in ProblemPage.codes {
            let page = try await lab.send(.get, "/problems/\(code)")
            #expect(page.status == 200, "\(code)")
            #expect(page.text.hasPrefix("\(code)\n\n") && page.text.count > code.count + 30, "\(code)")
        }
        #expect(try await lab.send(.get, "/problems/nonsense").status == 404)
    }

    @Test func `an unknown path is a problem`() async throws {
        let answer = try await ServiceLab().send(.get, "/v2/open")
        #expect(answer.status == 404)
        #expect(answer.fields[.contentType] == "application/problem+json")
        #expect(try answer.member("code") == "not-found")
    }

    @Test(arguments: [
        ("/v1/open", HTTPRequest.Method.get, "POST"), ("/v1/judge", .put, "POST"),
        ("/metrics", .post, "GET, HEAD"), ("/v1/certificates/sip:a@example.test", .delete, "GET, HEAD"),
        ("/problems/busy", .post, "GET, HEAD"), ("/healthz", .trace, "GET, HEAD"),
    ])
    func `a method that a path does not support is a problem that names the right one`(
        path: String, method: HTTPRequest.Method, allowed: String
    ) async throws {
        let answer = try await ServiceLab().send(method, path, type: "message/sip")
        #expect(answer.status == 405)
        #expect(try answer.member("code") == "method-not-allowed")
        #expect(answer.fields[.allow] == allowed)
    }

    @Test func `a request without a Content-Type is a problem`() async throws {
        let answer = try await ServiceLab().send(.post, "/v1/open", SampleMessages.publish())
        #expect(answer.status == 415)
        #expect(try answer.member("code") == "no-content-type")
    }

    @Test(arguments: ["/v1/judge?direction=in", "/v1/exposure", "/v1/answer?reason=expired"])
    func `operations on SIP messages refuse other bodies`(path: String) async throws {
        let answer = try await ServiceLab().send(
            .post, path, Array("Content-Type: text/plain\r\n\r\nx".utf8), type: "text/plain")
        #expect(answer.status == 415)
        #expect(try answer.member("code") == "no-message")
    }

    @Test(arguments: [
        "/v1/open?colour=red", "/v1/open?max-age=1&max-age=2", "/v1/open?max-age=soon",
        "/v1/open?strict-pidf=perhaps", "/v1/protect?cipher=rot13", "/v1/protect?form=detached",
        "/v1/protect?outer-headers=none", "/v1/protect?only=sign&cipher=aes-256-gcm", "/v1/protect?to=x",
        "/v1/protect?pad=3000000", "/v1/judge", "/v1/judge?direction=up", "/v1/answer",
        "/v1/answer?reason=no-certificate", "/v1/answer?reason=weather", "/v1/open?%0d%0aX=1",
    ])
    func `an invalid query is a problem`(query: String) async throws {
        let answer = try await ServiceLab().post(query, SampleMessages.publish())
        #expect(answer.status == 400)
        #expect(try answer.member("code") == "invalid-request")
    }

    @Test func `the detail of an unknown parameter has no control characters`() async throws {
        let answer = try await ServiceLab().post("/v1/open?%0d%0aX=1", SampleMessages.publish())
        #expect(try answer.member("detail")?.contains("\n") == false)
    }
}
