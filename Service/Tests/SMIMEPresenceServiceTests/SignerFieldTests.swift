import CMS
import CertStore
import Foundation
import HTTPTypes
import SMIMEAgent
import Testing

@testable import SMIMEPresenceService

/// The addresses of a certificate in the field Smime-Signer.
struct SignerFieldTests {
    @Test func `a line end in a certificate's address ends no field`() async throws {
        let lab = try ServiceLab()
        let key = try PrivateKey.generate(.p256)
        let evil = "sip:x@example.test\r\nSet-Cookie: stolen=1"
        let certificate = try lab.database.authority().issue(
            .user(address: "carol@example.test", uris: ["sip:carol@example.test", evil]), for: key,
            validity: CertificateValidity(from: .now - 60, days: 1))
        try lab.database.add(certificate, uris: ["sip:carol@example.test"], key: key)
        _ = try lab.agents.store.confirm()
        let message = SampleMessages.publish(
            body: Array(SampleMessages.document(of: "sip:carol@example.test").utf8), from: "carol")
        let answer = try await lab.post("/v1/open", try await lab.protected(message))
        #expect(answer.status == 200)
        #expect(answer.fields[.smimeSigner] == "\"sip:carol@example.test\"")
        #expect(answer.fields[.smimeWarnings] == "\"skipped-names\"")
        #expect(!answer.fields.contains { $0.name == .setCookie })
    }
}
