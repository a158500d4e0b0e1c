import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("SecuredBody")
struct SecuredBodyTests {
    private func retyped(_ entity: MIMEEntity, _ type: String) throws -> MIMEEntity {
        MIMEEntity(headerFields: [try HeaderField(name: "Content-Type", value: type)], body: entity.body)
    }

    @Test(
        "decides by media type and CMS content type, never by smime-type or name",
        arguments: [
            "application/pkcs7-mime", "application/x-pkcs7-mime; smime-type=enveloped-data",
            "APPLICATION/PKCS7-MIME; smime-type=auth-enveloped-data",
            "application/pkcs7-mime; smime-type=signed-data",
            "application/pkcs7-mime; smime-type=\"no such type\"; name=a.txt",
        ])
    func hints(type: String) throws {
        let content = try Exchange.presence()
        let enveloped = try Exchange.enveloped(Exchange.signed(content))
        #expect(try Exchange.open(retyped(enveloped, type)).entity == content)
        #expect(try Exchange.open(retyped(Exchange.signed(content), type)).entity == content)
    }

    @Test("refuses a body with a content coding (RFC 3261 §20.12)")
    func contentEncoding() throws {
        let signed = try Exchange.signed(Exchange.presence())
        for (coding, isTaken) in [("gzip", false), ("identity, gzip", false), ("Identity", true)] {
            let field = try HeaderField(name: "Content-Encoding", value: coding)
            let body = MIMEEntity(headerFields: signed.headerFields + [field], body: signed.body)
            let reason = try Exchange.refusal(of: body)?.reason
            #expect(reason == (isTaken ? nil : .unsupported(.codingOfBody(coding))))
        }
    }

    @Test("writes the registered smime-type and the disposition that SIP requires")
    func written() throws {
        let protector = try Protector(
            signer: TestLab.shared().signer(.alice), recipients: [TestLab.shared().recipient(.server)])
        let protected = try protector.protect(Exchange.presence(), signingTime: TestLab.now)
        #expect(try protected.contentType()?["smime-type"] == "authEnveloped-data")
        #expect(try protected.contentDisposition()?.type == "attachment")
        #expect(try protected.headerField("Content-Transfer-Encoding")?.value == "binary")
    }

    @Test("accepts the old name of the signature type and any micalg")
    func oldNames() throws {
        let signed = try Exchange.signed(Exchange.presence(), form: .detached)
        let text = signed.octets.map { Character(UnicodeScalar($0)) }
        for (old, new) in [
            ("application/pkcs7-signature", "application/x-pkcs7-signature"),
            ("micalg=sha-256", "micalg=sha1"),
            ("micalg=sha-256; ", ""),
        ] {
            let changed = String(text).replacing(old, with: new).unicodeScalars.map { UInt8($0.value) }
            #expect(try Exchange.open(MIMEEntity.parse(changed)).entity == Exchange.presence())
        }
    }

    @Test("refuses multipart/signed that does not consist of content and signature")
    func multipart() throws {
        let part = Array("Content-Type: text/plain\r\n\r\nx".utf8)
        let signature = try Exchange.signed(Exchange.presence()).octets
        for (parts, code) in [
            ([part], ReasonCode.malformed), ([part, part], .unsupported), ([part, part, part], .malformed),
            ([part, signature], .unsupported),
        ] {
            let entity = try MIMEEntity.parse(
                Array(
                    "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n"
                        .utf8)
                    + Multipart.compose(parts: parts, boundary: "b"))
            #expect(try Exchange.refusal(of: entity)?.reason.code == code)
        }
        let pgp = try Exchange.entity(
            "multipart/signed; protocol=\"application/pgp-signature\"; boundary=b", "--b--")
        #expect(try Exchange.refusal(of: pgp)?.reason.code == .unsupported)
    }

    @Test("refuses unprotected content, certificates alone, and content that is not CMS")
    func others() throws {
        #expect(try Exchange.refusal(of: Exchange.presence())?.reason == .clearText)
        let certificates = try Exchange.changing(Exchange.signed(Exchange.presence())) { message in
            message[1, 0, 4].elements = []
        }
        #expect(try Exchange.refusal(of: certificates)?.reason.code == .unsupported)
        let noise = try Exchange.entity("application/pkcs7-mime", "not CMS")
        #expect(try Exchange.refusal(of: noise)?.reason.code == .malformed)
    }

    @Test("opens at most one envelope and one signature over the same content")
    func tripleWrap() throws {
        let content = try Exchange.presence()
        for form in [Signer.Form.opaque, .detached] {
            let inner = try Exchange.enveloped(Exchange.signed(content, form: form))
            let refusal = try Exchange.refusal(of: Exchange.signed(inner))
            #expect(refusal?.reason == .malformed(.signatureInsideSignedEnvelope))
            let twice = try Exchange.enveloped(Exchange.enveloped(Exchange.signed(content, form: form)))
            #expect(try Exchange.refusal(of: twice)?.reason == .unsigned)
        }
    }
}
