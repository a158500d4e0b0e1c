import Foundation
import HTTPTypes
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// `POST /v1/protect`.
struct ProtectTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    @Test func `a message is answered with an encrypted message, and the signer is named`() async throws {
        let answer = try await lab.post("/v1/protect", SampleMessages.publish())
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == "message/sip")
        #expect(answer.text.hasPrefix("PUBLISH sip:alice@example.test SIP/2.0\r\n"))
        #expect(answer.text.contains("application/pkcs7-mime") && !answer.text.contains("<basic>"))
        #expect(answer.fields[.smimeVerdict] == "\"accepted\"")
        #expect(answer.fields[.smimeSigner] == "\"sip:alice@example.test\"")
        #expect(answer.fields[.cacheControl] == "no-store")
    }

    @Test func `the exposure that remains is named by its severity`() async throws {
        let answer = try await lab.post("/v1/protect", SampleMessages.publish())
        let severity = try #require(answer.fields[.smimeExposure])
        #expect(["\"low\"", "\"medium\"", "\"high\"", "\"critical\"", "\"info\""].contains(severity))
    }

    @Test func `only=sign leaves the document readable`() async throws {
        let answer = try await lab.post("/v1/protect?only=sign", SampleMessages.publish())
        #expect(answer.status == 200)
        #expect(answer.text.contains("multipart/signed") && answer.text.contains("<basic>open"))
    }

    @Test func `a signed tunnel contains the whole message`() async throws {
        let answer = try await lab.post("/v1/protect?only=sign&tunnel", SampleMessages.publish())
        #expect(answer.status == 200)
        #expect(answer.text.components(separatedBy: "PUBLISH sip:").count == 3)
    }

    @Test func `an entity is answered with an entity`() async throws {
        let answer = try await lab.send(
            .post, "/v1/protect?from=sip:alice@example.test&to=sip:bob@example.test",
            Array(SampleMessages.document.utf8), type: "application/pidf+xml")
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType]?.hasPrefix("application/pkcs7-mime") == true)
    }

    @Test func `content is padded to 256 octets unless a parameter says otherwise`() async throws {
        func length(_ note: String, _ query: String) async throws -> Int {
            let document = SampleMessages.document.replacing("</tuple>", with: "<note>\(note)</note></tuple>")
            return try await lab.protected(
                SampleMessages.publish(body: Array(document.utf8), callID: "1"), query
            ).count
        }
        let few = try await length("a", "")
        let more = try await length("abcdefghijkl", "")
        #expect(abs(few - more) <= 8)
        let wide = try await length("a", "?pad=4096")
        #expect(wide > few + 2000)
    }

    @Test func `a sender without a key is a refusal without a SIP status`() async throws {
        let answer = try await lab.post("/v1/protect", SampleMessages.publish(from: "carol"))
        #expect(answer.status == 422)
        #expect(try answer.member("code") == "no-certificate")
        #expect(try answer.member("sipStatus") == nil)
    }

    @Test func `a document about another user is refused unless the profile allows it`() async throws {
        let message = SampleMessages.publish(
            body: Array(SampleMessages.document(of: "sip:bob@example.test").utf8))
        let refused = try await lab.post("/v1/protect", message)
        #expect(refused.status == 422)
        #expect(try refused.member("code") == "entity-not-sender")
        var profile = Profile(name: "archive")
        profile.opening.entity = .any
        #expect(try await lab.post("/v1/protect", message, profile: profile).status == 200)
    }

    @Test func `the key transport of PKCS 1 requires a profile that allows it`() async throws {
        let message = SampleMessages.publish()
        let query = "/v1/protect?rsa-key-transport=pkcs1"
        #expect(try await lab.post(query, message).status == 400)
        var profile = Profile(name: "old")
        profile.allowsPKCS1 = true
        #expect(try await lab.post(query, message, profile: profile).status == 200)
    }

    @Test func `a cipher without authentication requires a profile that allows it`() async throws {
        let message = SampleMessages.publish()
        let refused = try await lab.post("/v1/protect?cipher=aes-256-cbc", message)
        #expect(refused.status == 400)
        var profile = Profile(name: "old")
        profile.allowsCBC = true
        let answer = try await lab.post("/v1/protect?cipher=aes-256-cbc", message, profile: profile)
        #expect(answer.status == 200)
    }
}
