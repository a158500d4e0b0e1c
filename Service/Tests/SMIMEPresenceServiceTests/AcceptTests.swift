import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// The forms of an answer, by the field Accept.
struct AcceptTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    @Test func `a refusal is a problem by default`() async throws {
        let answer = try await lab.post("/v1/open", SampleMessages.publish())
        #expect(answer.fields[.contentType] == "application/problem+json")
        #expect(try answer.member("type") == "/problems/clear-text")
        #expect(try answer.member("status") == "422")
        #expect(try answer.member("detail")?.isEmpty == false)
        #expect(try answer.member("title")?.isEmpty == false)
    }

    @Test func `a client that accepts SIP gets the response to send`() async throws {
        let answer = try await lab.post(
            "/v1/open", SampleMessages.publish(callID: "77"), accept: "message/sip")
        #expect(answer.status == 422)
        #expect(answer.fields[.contentType] == "message/sip")
        #expect(answer.text.hasPrefix("SIP/2.0 403 "))
        #expect(answer.text.contains("Call-ID: 77\r\n"))
        #expect(answer.fields[.smimeReason] == "\"clear-text\"")
    }

    @Test func `the response to a message for other keys has the certificate to encrypt to`() async throws {
        let other = try ServiceLab()
        let protected = try await other.protected(SampleMessages.publish())
        let answer = try await lab.post("/v1/open", protected, accept: "message/sip")
        #expect(answer.text.hasPrefix("SIP/2.0 493 "))
        #expect(answer.text.contains("application/pkcs7-mime") && answer.text.contains("certs-only"))
    }

    @Test func `Accept with JSON gives the report of a refusal`() async throws {
        let answer = try await lab.post("/v1/open", SampleMessages.publish(), accept: "application/json")
        #expect(answer.status == 422)
        #expect(answer.fields[.contentType] == "application/json")
        #expect(try answer.member("verdict") == "refused")
    }

    @Test func `Accept with JSON gives the report of an accepted message, without its content`()
        async throws
    {
        let protected = try await lab.protected(SampleMessages.publish())
        let answer = try await lab.post("/v1/open", protected, accept: "application/json")
        #expect(answer.status == 200)
        #expect(try answer.member("verdict") == "accepted")
        #expect(!answer.text.contains("<basic>"))
    }

    @Test func `a form that is not offered is 406, before the message is opened`() async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        let answer = try await lab.post("/v1/open", protected, accept: "image/png")
        #expect(answer.status == 406)
        #expect(try await lab.post("/v1/open", protected).status == 200)
    }

    @Test(arguments: [
        ("application/json;q=0.5, message/sip;q=0.4", AnswerForm.json),
        ("message/sip, application/json;q=0.9", .sip), ("text/html, */*;q=0.1", .content), ("", .content),
    ])
    func `the form with the highest weight is chosen`(accept: String, form: AnswerForm) {
        #expect(AnswerForm(accept: accept) == form)
    }

    @Test func `a weight of zero excludes a form`() {
        #expect(AnswerForm(accept: "application/json;q=0") == nil)
    }
}
