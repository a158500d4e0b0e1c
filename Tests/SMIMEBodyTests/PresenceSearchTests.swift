import CMS
import MIME
import PIDF
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Every presence document passes the checks of its subject")
struct PresenceSearchTests {
    private static let bob = "sip:bob@example.test"

    /// An entity with the fields of `header` and the unchanged octets.
    private func entity(_ header: String, _ body: [UInt8]) throws -> MIMEEntity {
        try MIMEEntity.parse(Array((header + "\r\n\r\n").utf8) + body)
    }

    private func document(of entity: String = bob) throws -> [UInt8] {
        try Exchange.presence(of: entity).body
    }

    private func refusal(of content: MIMEEntity, in message: SampleMessage? = nil) throws -> ReasonCode? {
        let signed = try Exchange.signed(content)
        guard let message else { return try Exchange.refusal(of: signed)?.reason.code }
        return try Exchange.refusal(of: signed, in: message)?.code
    }

    @Test(
        "whatever Content-Type says, in a PUBLISH, a NOTIFY and a body without a message",
        arguments: ["text/plain", "application/octet-stream", "application/xml", "application/xpidf+xml"])
    func types(type: String) throws {
        let field = "Content-Type: \(type)"
        for message in [nil, SampleMessage.publish] {
            #expect(try refusal(of: entity(field, document()), in: message) == .entityNotSender)
            #expect(try refusal(of: entity(field, document(of: Exchange.alice)), in: message) == nil)
            #expect(try refusal(of: entity(field, Array("<presence".utf8)), in: message) == .malformed)
        }
        #expect(try refusal(of: entity("Content-Disposition: render", document())) == .entityNotSender)
        let notify = try Exchange.signed(entity(field, document(of: "sip:dora@example.com")), by: .server)
        let reason = try Exchange.refusal(of: notify, in: .notify, as: .bob)
        #expect(reason?.code == .entityNotSender)
        let protector = try Protector(signer: TestLab.shared().signer(.alice), form: .opaque)
        #expect(throws: SMIMEError.self) {
            try protector.protect(entity(field, document()), signingTime: TestLab.now)
        }
    }

    @Test("but other methods may carry anything, except under the type of a presence document")
    func otherMethods() throws {
        let message = SampleMessage(
            startLine: "MESSAGE sip:bob@example.test SIP/2.0",
            fields: SampleMessage.publish.with("CSeq", "7 MESSAGE").fields)
        #expect(try refusal(of: entity("Content-Type: text/html", Array("<br>".utf8)), in: message) == nil)
        #expect(try refusal(of: Exchange.presence(of: Self.bob), in: message) == .entityNotSender)
    }

    @Test("in a part of any type, and in a multipart that is a document itself")
    func multiparts() throws {
        let part = try entity("Content-Type: text/plain", document())
        #expect(try refusal(of: SpoofingShape.multipart("mixed", [part])) == .entityNotSender)
        let own = try SpoofingShape.multipart("mixed", [Exchange.presence()])
        let start = "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(Self.bob)\"><note><![CDATA["
        for subtype in ["mixed", "related"] {
            let content = try SpoofingShape.multipart(
                subtype, [Exchange.entity("text/plain", "x")], before: start + "\r\n",
                behind: "\r\n]]></note></presence>")
            #expect(try refusal(of: content) == .entityNotSender)
            let server = try Exchange.signed(
                SpoofingShape.multipart(
                    subtype, [Exchange.entity("text/plain", "x")],
                    before: start.replacing(Self.bob, with: "sip:dora@example.com") + "\r\n",
                    behind: "\r\n]]></note></presence>"), by: .server)
            #expect(try Exchange.refusal(of: server, in: .notify, as: .bob)?.code == .entityNotSender)
        }
        #expect(try refusal(of: own) == nil)
    }

    /// A message of the type around an entity.
    private func message(_ type: String, around content: MIMEEntity) throws -> MIMEEntity {
        let header = "From: <sip:alice@example.test>\r\n" + (type == "message/cpim" ? "\r\n" : "")
        return try entity("Content-Type: \(type)", Array(header.utf8) + content.octets)
    }

    @Test(
        "in a message of another kind that is the content or a part of it, at any depth within the limit",
        arguments: ["message/rfc822", "message/cpim", "message/global"])
    func messages(type: String) throws {
        for (entity, code) in [(Self.bob, ReasonCode.entityNotSender), (Exchange.alice, nil)] {
            let inside = try message(type, around: Exchange.presence(of: entity))
            let plain = try message(
                type, around: self.entity("Content-Type: text/plain", document(of: entity)))
            for content in [inside, plain, try message("message/rfc822", around: inside)] {
                #expect(try refusal(of: content) == code)
                #expect(try refusal(of: content, in: .publish) == code)
                #expect(try refusal(of: SpoofingShape.multipart("mixed", [content])) == code)
            }
            let coded = try HeaderField(name: "Content-Transfer-Encoding", value: "base64")
            let encoded = MIMEEntity(
                headerFields: inside.headerFields + [coded], body: Base64.encode(inside.body))
            #expect(try refusal(of: encoded) == code)
        }
        var deep = try Exchange.presence()
        for _ in 0..<9 { deep = try message(type, around: deep) }
        #expect(try refusal(of: deep) == .malformed)
    }

    @Test("under a transfer encoding, for readers that decode it and readers that do not")
    func transferEncodings() throws {
        let base64 = "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64"
        #expect(try refusal(of: entity(base64, Base64.encode(document()))) == .entityNotSender)
        let quoted = "Content-Type: application/pidf+xml\r\nContent-Transfer-Encoding: quoted-printable"
        // Decoded it is about alice, undecoded about bob.
        let both =
            "<presence=20xmlns=3D\"urn:ietf:params:xml:ns:pidf\" entity=3D\"\(Exchange.alice)\"/>"
        #expect(try refusal(of: entity(quoted, Array(both.utf8))) == nil)
        // Decoded it is a document about alice and a comment, undecoded a document about
        // bob between two instructions.
        let space = "urn:ietf:params:xml:ns:pidf"
        let hidden =
            "<?p =3F=3E<presence xmlns=3D'\(space)' entity=3D'\(Exchange.alice)'/>=3C!=2D- ?>"
            + "<presence xmlns=\n'\(space)' entity=\n'\(Self.bob)'/><?q =2D-=3E=3C?z ?>"
        let content = try entity(quoted, Array(hidden.utf8))
        #expect(try PresenceDocument.read(content.decodedBody()).entity == Exchange.alice)
        #expect(try refusal(of: content) == .entityNotSender)
    }

    @Test("compressed in the two unambiguous forms, which travel unchanged")
    func codings() throws {
        for (coding, octets) in [
            ("gzip", try StoredCoding.gzip(document(of: Exchange.alice))),
            ("Deflate", try StoredCoding.zlib(document(of: Exchange.alice))),
        ] {
            for type in ["application/pidf+xml", "text/plain"] {
                let content = try entity("Content-Type: \(type)\r\nContent-Encoding: \(coding)", octets)
                let opened = try Exchange.open(Exchange.signed(content))
                #expect(opened.entity.octets == content.octets)
                #expect(opened.presence?.entity == Exchange.alice)
                let protector = try Protector(signer: TestLab.shared().signer(.alice), form: .opaque)
                _ = try protector.protect(content, signingTime: TestLab.now)
            }
        }
        let bobs = try entity(
            "Content-Type: application/pidf-diff+xml\r\nContent-Encoding: gzip", StoredCoding.gzip(document())
        )
        #expect(try refusal(of: bobs) == .entityNotSender)
    }

    @Test(
        "and every other coding is unsupported, by its name",
        arguments: [
            ("gzip, deflate", nil), ("br", nil), ("x-gzip", nil), ("", nil),
            ("gzip\r\nContent-Encoding: identity", nil),
            ("deflate", "raw deflate"), ("gzip", "damaged"),
        ] as [(String, String?)])
    func otherCodings(coding: String, name: String?) throws {
        let raw = try StoredCoding.blocks(document(of: Exchange.alice))
        for type in ["application/pidf+xml", "text/plain"] {
            let content = try entity("Content-Type: \(type)\r\nContent-Encoding: \(coding)", raw)
            guard case .unsupported(let feature)? = try Exchange.refusal(of: Exchange.signed(content))?.reason
            else {
                Issue.record("\(coding) was undone")
                return
            }
            let words = feature.description
            #expect(words.contains(coding.replacing("\r\nContent-Encoding:", with: ",")))
            #expect(words.contains(name ?? ""))
        }
    }

    @Test("a document that would be larger than its bound is too large, a coded multipart is unsupported")
    func bounds() throws {
        let large = StoredCoding.gzip([UInt8](repeating: 0x20, count: 1 << 20) + [0x20])
        let coded = try entity(
            "Content-Type: text/plain\r\nContent-Encoding: gzip", Array(large.prefix(1 << 20)))
        #expect(try refusal(of: coded) == .tooLarge || refusal(of: coded) == .unsupported)
        let fields = coded.headerFields
        let error = SMIMEError.decompressedTooLarge(limit: 1 << 20)
        #expect(throws: error) {
            try PresenceSearch(method: nil, conformance: .lenient, limits: MIMELimits(bodyOctets: 1 << 22))
                .all(in: MIMEEntity(headerFields: fields, body: large), signedBy: nil)
        }
        #expect(error.description.contains("larger than 1048576 octets when it is decompressed"))
        let multipart = try SpoofingShape.multipart("mixed", [Exchange.presence()])
        let field = try HeaderField(name: "Content-Encoding", value: "gzip")
        let content = MIMEEntity(headerFields: multipart.headerFields + [field], body: multipart.body)
        #expect(try refusal(of: content) == .unsupported)
    }

    @Test("under CBC a coding discloses nothing before a signature has verified")
    func uniform() throws {
        let content = try entity("Content-Type: application/pidf+xml\r\nContent-Encoding: br", [1])
        let policy = Exchange.policy {
            $0.unsigned = .allow
            $0.strength = .anyIncludingWeak
        }
        let envelope = try Exchange.enveloped(content, cipher: .aes256CBC)
        #expect(try Exchange.refusal(of: envelope, policy: policy)?.reason == .cannotDecrypt)
        let signed = try Exchange.enveloped(Exchange.signed(content), cipher: .aes256CBC)
        #expect(try Exchange.refusal(of: signed, policy: policy)?.reason.code == .unsupported)
    }

    @Test(
        "a compressed protected body or signature is unsupported, also if a second field says identity"
    )
    func protectedBodies() throws {
        let signed = try Exchange.signed(Exchange.presence())
        let fields = try ["identity", "gzip"].map { try HeaderField(name: "Content-Encoding", value: $0) }
        let body = MIMEEntity(headerFields: signed.headerFields + fields, body: signed.body)
        #expect(
            try Exchange.refusal(of: body)?.reason == .unsupported(.codingOfBody("identity, gzip")))
        let parts = try SpoofingShape.recomposed { content, signature in
            [content, MIMEEntity(headerFields: signature.headerFields + [fields[1]], body: signature.body)]
        }
        #expect(try Exchange.refusal(of: parts)?.reason == .unsupported(.codingOfBody("gzip")))
    }

    private static let departing =
        "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.test'><note/>"
        + "<tuple id='0'><contact>sip:a@x</contact><status/></tuple></presence>"

    @Test("documents with server quirks cause a warning, and are malformed with --strict-pidf")
    func departures() throws {
        let document = try Exchange.entity("application/pidf+xml", Self.departing)
        for content in [document, try SpoofingShape.multipart("mixed", [document])] {
            let signed = try Exchange.signed(content)
            let opened = try Exchange.open(signed)
            #expect(opened.entity.octets == content.octets)
            guard case .pidfNonconforming(let departures)? = opened.warnings.first else {
                Issue.record("no warning")
                return
            }
            #expect(departures.listed.count == 3 || departures.listed.count == 4, "\(departures)")
            let strict = Exchange.policy { $0.presence = .strict }
            #expect(try Exchange.refusal(of: signed, policy: strict)?.reason.code == .malformed)
            var options = ProtectionOptions()
            let lenient = try Protector(signer: TestLab.shared().signer(.alice), form: .opaque)
            let protected = try lenient.protected(content, inMessage: "PUBLISH", signingTime: TestLab.now)
            #expect(protected.nonconformities == departures)
            options.presence = .strict
            let protector = try Protector(
                signer: TestLab.shared().signer(.alice), form: .opaque, options: options)
            #expect(throws: SMIMEError.self) { try protector.protect(content, signingTime: TestLab.now) }
        }
    }
}
