import TestSupport
import Testing

@testable import CMS

/// Authenticated attributes (RFC 5083 §2) and ChaCha20-Poly1305 (RFC 8103).
@Suite("Authenticated content")
struct AuthenticatedContentTests {
    private static let contentType = DERNode(
        0x30,
        elements: [
            DERNode(0x06, Array(ObjectIdentifier.contentType.octets)),
            DERNode(0x31, elements: [DERNode(0x06, Array(ObjectIdentifier.data.octets))]),
        ])
    /// An attribute that nothing here knows, with one value.
    private static let unknown = DERNode(
        0x30,
        elements: [DERNode(0x06, [0x2A, 0x03]), DERNode(0x31, elements: [DERNode(0x04, [1, 2, 3])])])

    /// An AuthEnvelopedData whose tag covers these attributes; `sent` are those it holds, if others.
    private func message(
        _ cipher: ContentCipher = .aes256GCM, _ attributes: [DERNode], sent: [DERNode]? = nil,
        for algorithm: KeyAlgorithm = .p256, transport: Enveloper.RSAKeyTransport = .oaep
    ) throws -> [UInt8] {
        let bob = try TestLab.shared().identity(.bob, algorithm)
        let key = try SecretOctets.random(cipher.keyOctets)
        let info = try EnvelopeRecipient(bob.certificate, cipher: cipher, rsaKeyTransport: transport)
            .recipientInfo(for: key)
        let nonce = [UInt8](repeating: 7, count: 12)
        let context = try CipherContext.made()
        try context.start(.encrypt, cipher.fetched, key: key, nonce: nonce)
        try context.authenticate(DERNode(0x31, elements: attributes).der)
        let content = CMSSamples.content
        let encrypted = try context.finish(content.span)
        let tag = try context.authenticationTag()
        let octets = DERNode(0x04, nonce)
        let parameters = cipher.isGCM ? DERNode(0x30, elements: [octets, DERNode(0x02, [16])]) : octets
        return DERNode(
            0x30,
            elements: [
                DERNode(0x06, Array(ObjectIdentifier.authEnvelopedData.octets)),
                DERNode(
                    0xA0,
                    elements: [
                        DERNode(
                            0x30,
                            elements: [
                                DERNode(0x02, [0]), DERNode(0x31, elements: [try DERNode(parsing: info)]),
                                DERNode(
                                    0x30,
                                    elements: [
                                        DERNode(0x06, Array(ObjectIdentifier.data.octets)),
                                        DERNode(
                                            0x30,
                                            elements: [
                                                DERNode(0x06, Array(cipher.identifier.octets)), parameters,
                                            ]),
                                        DERNode(0x80, encrypted),
                                    ]), DERNode(0xA1, elements: sent ?? attributes), DERNode(0x04, tag),
                            ])
                    ]),
            ]
        ).der
    }

    @Test(
        "the tag covers the authenticated attributes, known or not",
        arguments: [ContentCipher.aes128GCM, .aes256GCM, .chaCha20Poly1305])
    func attributes(cipher: ContentCipher) throws {
        for attributes in [[Self.unknown], [Self.contentType], [Self.unknown, Self.contentType]] {
            #expect(try CMSSamples.decrypt(message(cipher, attributes)) == CMSSamples.content)
            for other in [[Self.unknown, Self.unknown], [Self.contentType], [Self.unknown]]
            where other.map(\.der) != attributes.map(\.der) && other.count == 1 {
                #expect(throws: CMSError.cannotDecrypt) {
                    try CMSSamples.decrypt(message(cipher, attributes, sent: other))
                }
            }
        }
    }

    @Test("an attribute that is taken away or added is noticed")
    func changedAttributes() throws {
        var message = try DERNode(parsing: message(.aes256GCM, [Self.contentType]))
        message[1, 0].elements.remove(at: 3)
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(message.der) }
        var plain = try DERNode(parsing: CMSSamples.enveloped())
        plain[1, 0].elements.insert(DERNode(0xA1, elements: [Self.unknown]), at: 3)
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(plain.der) }
    }

    @Test("an empty set, an attribute twice, one without value, and another content type are malformed")
    func malformed() throws {
        let empty = DERNode(0x30, elements: [DERNode(0x06, [0x2A, 0x03]), DERNode(0x31, elements: [])])
        let signed = DERNode(
            0x30,
            elements: [
                DERNode(0x06, Array(ObjectIdentifier.contentType.octets)),
                DERNode(0x31, elements: [DERNode(0x06, Array(ObjectIdentifier.signedData.octets))]),
            ])
        for attributes in [[], [Self.unknown, Self.unknown], [empty], [signed]] {
            #expect(throws: CMSError.malformed(.authenticatedAttributes)) {
                try ContentInfo.read(message(.aes256GCM, attributes))
            }
        }
    }

    @Test("more than 32 authenticated attributes are refused")
    func many() throws {
        let attributes = (0..<33).map { number in
            DERNode(
                0x30,
                elements: [
                    DERNode(0x06, [0x2A, UInt8(number)]), DERNode(0x31, elements: [DERNode(0x05, [])]),
                ])
        }
        #expect(throws: CMSError.tooMany(.authenticatedAttributes, limit: 32)) {
            try ContentInfo.read(message(.aes256GCM, attributes))
        }
        #expect(
            try CMSSamples.decrypt(message(.aes256GCM, Array(attributes.dropLast()))) == CMSSamples.content)
    }

    @Test("what libcrypto's CMS cannot read is refused by name, before the key is used")
    func otherKeyManagement() throws {
        // OAEP with its defaults, which only libcrypto's CMS opens.
        var octets = try DERNode(
            parsing: message(.aes256GCM, [Self.unknown], for: .rsa(bits: 2048), transport: .oaep))
        octets[1, 0, 1, 0, 2, 1].elements = []
        #expect(throws: CMSError.unsupportedAlgorithm("authenticated attributes", .authenticatedAttributes)) {
            try CMSSamples.decrypt(octets.der, with: .rsa(bits: 2048))
        }
        var plain = try DERNode(
            parsing: message(.chaCha20Poly1305, [Self.unknown], for: .rsa(bits: 2048), transport: .oaep))
        plain[1, 0].elements.remove(at: 3)
        plain[1, 0, 1, 0, 2, 1].elements = []
        let error = CMSError.unsupportedAlgorithm(
            "chacha20-poly1305 with this key management", .keyManagement)
        #expect(throws: error) { try CMSSamples.decrypt(plain.der, with: .rsa(bits: 2048)) }
    }

    @Test(
        "both are opened after RSA PKCS#1 v1.5 too",
        arguments: [ContentCipher.aes256GCM, .chaCha20Poly1305])
    func afterPKCS1(cipher: ContentCipher) throws {
        let octets = try message(cipher, [Self.unknown], for: .rsa(bits: 2048), transport: .pkcs1)
        #expect(try CMSSamples.decrypt(octets, with: .rsa(bits: 2048)) == CMSSamples.content)
    }

    @Test("ChaCha20-Poly1305 is not sent where it could not be opened")
    func unopenable() throws {
        let bob = try TestLab.shared().identity(.bob, .rsa(bits: 2048))
        let error = CMSError.unsupportedAlgorithm("chacha20-poly1305 with RSA PKCS#1 v1.5", .keyManagement)
        #expect(throws: error) {
            try Enveloper(
                cipher: .chaCha20Poly1305, recipients: [bob.certificate], rsaKeyTransport: .pkcs1)
        }
    }

    @Test("the nonce of ChaCha20-Poly1305 has 12 octets and its tag 16 (RFC 8103 §2, §3)")
    func chaChaParameters() throws {
        let message = try DERNode(parsing: CMSSamples.enveloped(.chaCha20Poly1305))
        #expect(message[1, 0, 2, 1, 1].octets.count == 12 && message[1, 0, 3].octets.count == 16)
        for count in [0, 8, 11, 13, 16] {
            var changed = message
            changed[1, 0, 2, 1, 1].octets = [UInt8](repeating: 1, count: count)
            #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
                try ContentInfo.read(changed.der)
            }
        }
        for count in [0, 12, 15, 17] {
            var changed = message
            changed[1, 0, 3].octets = [UInt8](repeating: 1, count: count)
            #expect(throws: CMSError.malformed(.authenticationTag)) { try ContentInfo.read(changed.der) }
        }
        var gcm = message
        gcm[1, 0, 2, 1, 1] = DERNode(0x30, elements: [message[1, 0, 2, 1, 1], DERNode(0x02, [16])])
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) { try ContentInfo.read(gcm.der) }
        var absent = message
        absent[1, 0, 2, 1].elements.removeLast()
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) { try ContentInfo.read(absent.der) }
    }

    @Test("a flipped bit of a message under ChaCha20-Poly1305 opens nothing")
    func chaChaFlipped() throws {
        let message = try DERNode(parsing: CMSSamples.enveloped(.chaCha20Poly1305))
        for path in 0..<3 {
            var changed = message
            switch path {
            case 0: changed[1, 0, 2, 2].octets[0] ^= 1
            case 1: changed[1, 0, 3].octets[15] ^= 1
            default: changed[1, 0, 2, 1, 1].octets[3] ^= 1
            }
            #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(changed.der) }
        }
    }
}
