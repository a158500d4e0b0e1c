import CMS
import Foundation
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

/// Octets that neither the cipher nor the signature inside protects.
@Suite("Splicing under CBC")
struct SplicingTests {
    private func opens(
        _ inside: MIMEEntity, _ cipher: ContentCipher = .aes256CBC, policy: OpeningPolicy = OpeningPolicy()
    ) throws -> Bool {
        let refusal = try Exchange.refusal(of: Exchange.enveloped(inside, cipher: cipher), policy: policy)
        if let refusal {
            #expect(refusal.reason == .cannotDecrypt && refusal.layers.count == 1)
        }
        return refusal == nil
    }

    /// Content that its signature protects, whatever is put into unsigned places.
    private func signed(_ form: Signer.Form = .opaque) throws -> MIMEEntity {
        try Exchange.signed(Exchange.presence(), form: form)
    }

    /// `entity` with the fields of another header.
    private func headed(_ header: String, _ entity: MIMEEntity) throws -> MIMEEntity {
        try MIMEEntity.parse(Array("\(header)\r\n\r\n".utf8) + entity.body)
    }

    private static let opaque = "Content-Type: application/pkcs7-mime"

    @Test(
        "an unknown field, parameter or value is refused, and opened under GCM",
        arguments: [
            "Subject: Hello", "Content-ID: <1@a.test>", "MIME-Version: 1.0 (x)", "Content-Length: 123456789",
            "Content-Description: S/MIME", "Content-Disposition: attachment; size=1",
            "Content-Disposition: attachment; filename=statement.p7m.exe",
            "Content-Disposition: attachment; filename=aaaaaaaaaa.p7m", "Content-Disposition: else",
            "Content-Language: en",
        ])
    func fields(field: String) throws {
        let inside = try headed("\(Self.opaque)\r\n\(field)", signed())
        #expect(try !opens(inside))
        #expect(try opens(inside, .aes256GCM))
        #expect(try opens(inside, policy: Exchange.policy { $0.strength = .anyIncludingWeak }))
    }

    @Test(
        "an unknown parameter of Content-Type is refused",
        arguments: [
            "charset=utf-8", "boundary=abc", "protocol=abc", "smime-type=something", "name=\"a b.p7m\"",
        ]
    )
    func parameters(parameter: String) throws {
        let inside = try headed("\(Self.opaque); \(parameter)", signed())
        #expect(try !opens(inside))
        #expect(try opens(inside, .aes256GCM))
    }

    @Test(
        "the headers that programs write are opened",
        arguments: [
            "Content-Type: application/x-pkcs7-mime; name=\"smime.p7m\"; smime-type=signed-data",
            "MIME-Version: 1.0\r\nContent-Disposition: attachment; filename=\"smime.p7m\"\r\n\(opaque)",
            "Content-Type: application/pkcs7-mime;\r\n\tsmime-type=\"signed-data\"\r\nContent-Length: 1234",
            "\(opaque)\r\nContent-Description: S/MIME Encrypted Message\r\nContent-Transfer-Encoding: binary",
        ])
    func knownHeaders(header: String) throws {
        #expect(try opens(headed(header, signed())))
    }

    @Test("text around the parts of multipart/signed is refused, white space is not")
    func aroundParts() throws {
        let body = try signed(.detached)
        let type = try #require(try body.headerField("Content-Type"))
        for (before, after, isOpened) in [
            ("", "", true), ("\r\n", "\r\n \t\r\n", true),
            ("This is an S/MIME signed message\r\n", "", true), ("This is signed.\r\n", "", false),
            ("", "x", false),
            ("\u{1}\r\n", "", false), ("", "\u{8}\u{8}", false),
        ] {
            let inside = MIMEEntity(
                headerFields: [type], body: Array(before.utf8) + body.body + Array(after.utf8))
            #expect(try opens(inside) == isOpened, "\(before.debugDescription) \(after.debugDescription)")
            #expect(try opens(inside, .aes256GCM))
        }
    }

    @Test("an unknown field on the signature is refused")
    func signatureHeader() throws {
        let body = try signed(.detached)
        let parts = try #require(try body.multipart()).parts
        let signature = try MIMEEntity.parse(Array("Subject: x\r\n".utf8) + parts[1].octets)
        let inside = try MultipartSigned.entity(parts[0].entity, signature: signature)
        #expect(try !opens(inside))
        #expect(try opens(inside, .aes256GCM))
    }

    @Test("CRLs, unsigned attributes and unknown digests in the SignedData are refused")
    func parts() throws {
        let empty = DERNode(0x30, elements: [])
        let digest = DERNode(0x30, elements: [DERNode(0x06, [0x2A, 3, 4])])
        let changes: [(String, (inout DERNode) -> Void)] = [
            ("CRL", { $0[1, 0].elements.insert(DERNode(0xA1, elements: [empty]), at: 4) }),
            ("unsigned attribute", { $0[1, 0, 4, 0].elements.append(DERNode(0xA1, elements: [empty])) }),
            ("digest", { $0[1, 0, 1].elements.append(digest) }),
            ("attribute certificate", { $0[1, 0, 3].elements.append(DERNode(0xA1, elements: [empty])) }),
            ("version", { $0[1, 0, 0].octets = [1, 0] }),
            ("version of the SignerInfo", { $0[1, 0, 4, 0, 0].octets = [1, 0] }),
        ]
        for (name, change) in changes {
            let inside = try Exchange.changing(signed(), change)
            #expect(try !opens(inside), "\(name)")
            #expect(try opens(inside, .aes256GCM), "\(name)")
        }
    }

    @Test("an additional certificate is accepted if its issuer signed it and is known")
    func carried() throws {
        let lab = try TestLab.shared()
        let server = try lab.identity(.server).certificate
        let added = try lab.issue(.user(address: "x@example.test", uris: []), by: lab.untrustedCA).certificate
        let other = lab.untrustedCA.certificate
        for (certificates, isOpened) in [
            ([server.der], true), ([lab.authority.certificate.der], true), ([added.der, other.der], false),
            ([other.der], false),
            ([added.der], false), ([garbled(server.der)], false), ([garbled(other.der)], false),
            ([[0x30, 0x03, 0x02, 0x01, 0x00]], false),
        ] {
            let inside = try Exchange.changing(signed()) { message in
                message[1, 0, 3].elements += try certificates.map { try DERNode(parsing: $0) }
            }
            #expect(try opens(inside) == isOpened)
            #expect(try opens(inside, .aes256GCM))
        }
    }

    /// A certificate with a block of its issuer's signature replaced.
    private func garbled(_ der: [UInt8]) -> [UInt8] {
        der.dropLast(20) + [UInt8](repeating: 7, count: 16) + der.suffix(4)
    }

    @Test("the signer's own certificate is one of these, unless it is known here")
    func signer() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        let inside = try Exchange.changing(signed()) { message in
            message[1, 0, 3].elements = [try DERNode(parsing: garbled(alice.der))]
        }
        let body = try Exchange.enveloped(inside, cipher: .aes256CBC)
        #expect(try Exchange.refusal(of: body)?.reason == .cannotDecrypt)
        #expect(throws: OpeningRefusal.self) { try Exchange.open(body, knowing: [alice]) }
        #expect(
            try Exchange.open(Exchange.enveloped(signed(), cipher: .aes256CBC), knowing: [alice]).signature
                != nil)
    }

    @Test(
        "a certificate of a message counts as an issuer only if it is an authority's, issued by a known one"
    )
    func issuers() throws {
        let lab = try TestLab.shared()
        let (key, validity) = (
            try PrivateKey.generate(.p256), CertificateValidity(from: TestLab.now - 86_400, days: 400)
        )
        let middle = try CertificateAuthority(
            certificate: lab.authority.issue(
                .testAuthority(domain: "middle.test", keys: .secret), for: key, validity: validity), key: key)
        let below = try lab.issue(TestLab.profile(of: .bob), by: middle).certificate
        for (certificates, isOpened) in [([below, middle.certificate], true), ([below], false)] {
            let inside = try Exchange.changing(signed()) { message in
                for certificate in certificates {
                    message[1, 0, 3].elements.append(try DERNode(parsing: certificate.der))
                }
            }
            #expect(try opens(inside) == isOpened)
        }
    }

    @Test("a signer with an unknown issuer is not an exception: the certificate could have been changed")
    func unknownIssuer() throws {
        let unknown = try TestLab.shared().issue(
            TestLab.profile(of: .alice), by: TestLab.foreignAuthority())
        let named = try Exchange.signed(Exchange.presence(), by: unknown)
        let inside = try Exchange.changing(named) {
            $0.removeSignedAttribute(AttributeType.signingCertificateV2)
            try $0.sign(by: unknown.key)
        }
        #expect(try Exchange.refusal(of: Exchange.enveloped(inside))?.reason.code == .untrustedSigner)
        let body = try Exchange.enveloped(inside, cipher: .aes256CBC)
        #expect(try Exchange.refusal(of: body)?.reason == .cannotDecrypt)
        // The digest in the signature proves that the certificate was not changed.
        let proven = try Exchange.enveloped(named, cipher: .aes256CBC)
        #expect(try Exchange.refusal(of: proven)?.reason.code == .untrustedSigner)
    }

    @Test(
        "an envelope under CBC inside a signature is refused before a key is used: it may be another sender's"
    )
    func outerSignature() throws {
        let envelope = try Exchange.enveloped(Exchange.presence(), cipher: .aes256CBC)
        let refusal = try Exchange.refusal(of: Exchange.signed(envelope))
        #expect(refusal?.reason.code == .weakAlgorithm && refusal?.layers.count == 1)
        #expect(
            try Exchange.refusal(of: Exchange.signed(Exchange.enveloped(Exchange.presence()))) == nil)
    }

    @Test("a block of random octets is refused wherever it is inserted or replaces another")
    func everyBlock() throws {
        var generator = SeededGenerator(seed: 14)
        let server = try TestLab.shared().identity(.server).certificate
        for form in [Signer.Form.opaque, .detached] {
            var inside = try signed(form)
            if form == .opaque {
                inside = try Exchange.changing(inside) {
                    $0[1, 0, 3].elements.append(try DERNode(parsing: server.der))
                }
            }
            #expect(try opens(inside))
            for start in stride(from: 0, through: inside.octets.count, by: 16) {
                for length in [0, 16] {
                    let rest = inside.octets.dropFirst(start + length)
                    let block = generator.octets(16, of: Array(0...255))
                    let spliced = inside.octets.prefix(start) + block + rest
                    let body = try Exchange.enveloped(
                        Array(spliced), for: [TestLab.shared().identity(.server)], cipher: .aes256CBC)
                    #expect(try Exchange.refusal(of: body)?.reason == .cannotDecrypt, "\(form) at \(start)")
                }
            }
        }
    }
}
