import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

/// CMS content of an unsupported type, in any position.
@Suite("CMS of another type")
struct OtherContentTypeTests {
    private static let compressed: [UInt8] = [
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 1, 9,
    ]
    private static let digested: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 5]

    private func object(_ type: [UInt8]) throws -> MIMEEntity {
        let node = DERNode(
            0x30,
            elements: [
                DERNode(0x06, type), DERNode(0xA0, elements: [DERNode(0x30, elements: [DERNode(0x02, [0])])]),
            ])
        return MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "application/pkcs7-mime")],
            body: node.der)
    }

    @Test("is refused by its name in every position without CBC around it")
    func positions() throws {
        for (type, name) in [(Self.compressed, "CompressedData"), (Self.digested, "DigestedData")] {
            let object = try object(type)
            let signed = try Exchange.signed(object)
            for body in [
                object, signed, try Exchange.signed(object, form: .detached), try Exchange.enveloped(object),
                try Exchange.enveloped(signed), try Exchange.signed(Exchange.enveloped(object)),
                try Exchange.enveloped(Exchange.signed(object, form: .detached)),
            ] {
                let reason = try Exchange.refusal(of: body)?.reason
                #expect(reason?.code == .unsupported, "\(String(describing: reason))")
                #expect(reason?.description.contains(name) == true)
            }
            let content = try Exchange.changing(Exchange.signed(Exchange.presence())) {
                $0[1, 0, 2, 0].octets = type
            }
            for body in [content, try Exchange.enveloped(content)] {
                #expect(try Exchange.refusal(of: body)?.reason.description.contains(name) == true)
            }
        }
    }

    @Test("discloses nothing under CBC before the signature inside has verified")
    func uniform() throws {
        let object = try object(Self.compressed)
        for inside in [object, try Exchange.enveloped(object)] {
            let envelope = try Exchange.enveloped(inside, cipher: .aes256CBC)
            for body in [envelope, try Exchange.signed(envelope)] {
                let refusal = try Exchange.refusal(
                    of: body, policy: Exchange.policy { $0.strength = .anyIncludingWeak })
                #expect(refusal?.reason == .cannotDecrypt)
                #expect(refusal?.layers.count == (body == envelope ? 1 : 2))
            }
        }
    }

    @Test("a signature with its content twice, or without it, has an error of its own")
    func contentTwice() throws {
        for (name, malformation) in [
            ("content-twice", .contentTwice), ("signature-without-content", .signatureWithoutContent),
        ] as [(String, SMIMEError.Malformation)] {
            let shape = try #require(SpoofingShape.all.first { $0.name == name })
            let body = try shape.body()
            #expect(try Exchange.refusal(of: body)?.reason == .malformed(malformation))
            #expect(try Exchange.refusal(of: Exchange.enveloped(body))?.reason == .malformed(malformation))
            let hidden = try Exchange.enveloped(body, cipher: .aes256CBC)
            let refusal = try Exchange.refusal(of: hidden)
            #expect(refusal?.reason == .cannotDecrypt && refusal?.layers.count == 1)
        }
    }

    @Test(
        "S/MIME under a generic media type is opened by its file name",
        arguments: [
            "Content-Type: application/octet-stream; name=smime.p7m",
            "Content-Type: application/octet-stream; name*=utf-8''smime.p7m",
            "Content-Type: application/octet-stream; name*0=smime.p; name*1=7m",
            "Content-Type: application/pkcs7; name=\"SMIME.P7M\"",
            "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.p7m",
        ])
    func names(header: String) throws {
        let signed = try Exchange.signed(Exchange.presence())
        let renamed = try MIMEEntity.parse(Array("\(header)\r\n\r\n".utf8) + signed.body)
        #expect(try Exchange.open(renamed).entity == Exchange.presence())
        #expect(try Exchange.open(Exchange.enveloped(renamed)).entity == Exchange.presence())
        let beside = try SpoofingShape.multipart("mixed", [Exchange.presence(), renamed])
        guard case .partlyProtected = try Exchange.refusal(of: beside)?.reason else {
            Issue.record("a part named .p7m was not seen")
            return
        }
    }

    @Test("other names and types are not S/MIME")
    func otherNames() throws {
        let signed = try Exchange.signed(Exchange.presence())
        for header in ["application/octet-stream; name=smime.p7m.txt", "text/plain; name=smime.p7m"] {
            let body = try MIMEEntity.parse(Array("Content-Type: \(header)\r\n\r\n".utf8) + signed.body)
            #expect(try Exchange.refusal(of: body)?.reason == .clearText)
        }
    }
}
