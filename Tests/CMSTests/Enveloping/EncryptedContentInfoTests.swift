import TestSupport
import Testing

@testable import CMS

/// The cipher of an envelope and its parameters, before a key is used (RFC 5652 §6.1).
@Suite("EncryptedContentInfo")
struct EncryptedContentInfoTests {
    private static func identifier(_ type: ObjectIdentifier, _ parameters: DERNode...) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(type.octets))] + parameters)
    }

    private static func string(_ count: Int) -> DERNode { DERNode(0x04, [UInt8](repeating: 7, count: count)) }

    private static func gcm(_ nonce: Int = 12, _ more: DERNode...) -> DERNode {
        identifier(.aes256GCM, DERNode(0x30, elements: [string(nonce)] + more))
    }

    private func read(
        _ algorithm: DERNode, type: ObjectIdentifier = .data, _ more: DERNode...
    ) throws -> EncryptedContentInfo {
        let type = DERNode(0x06, Array(type.octets))
        let node = DERNode(0x30, elements: [type, algorithm, DERNode(0x80, [1, 2, 3])] + more)
        var reader = DERReader(node.der[...], structure: .envelopedData)
        return try EncryptedContentInfo(reader.next(DERTag.sequence), in: .envelopedData)
    }

    @Test("has a cipher that is known, whatever the parameters are", arguments: ContentCipher.allCases)
    func ciphers(cipher: ContentCipher) throws {
        let info = try read(Self.identifier(cipher.identifier))
        #expect(info.cipher == cipher && info.derivation == nil)
        #expect(info.encryptedContent.content.elementsEqual([1, 2, 3]))
        #expect(info.algorithmOctets.elementsEqual(Self.identifier(cipher.identifier).der))
    }

    @Test("has the cipher in the parameters of a derivation (RFC 9709 §2)")
    func derivation() throws {
        let inner = Self.gcm(12, DERNode(0x02, [16]))
        let info = try read(Self.identifier(.contentKeyHKDFSHA256, inner))
        #expect(info.cipher == .aes256GCM && info.derivation == .hkdfSHA256)
        #expect(info.algorithmOctets.elementsEqual(inner.der))
        #expect(try info.nonce().count == 12)
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
            try read(Self.identifier(.contentKeyHKDFSHA256))
        }
        let twice = Self.identifier(.contentKeyHKDFSHA256, Self.identifier(.contentKeyHKDFSHA256, inner))
        #expect(throws: CMSError.self) { try read(twice) }
    }

    @Test("of another type, with an unknown cipher or with anything else is refused")
    func refused() throws {
        #expect(throws: CMSError.unsupportedContentType("1.2.840.113549.1.7.2")) {
            try read(Self.gcm(), type: .signedData)
        }
        #expect(throws: CMSError.unsupportedAlgorithm("1.2.3", .contentEncryption)) {
            try read(Self.identifier(ObjectIdentifier([0x2A, 3])))
        }
        #expect(throws: CMSError.malformed(.envelopedData)) { try read(Self.gcm(), DERNode(0x05, [])) }
        #expect(throws: CMSError.malformed(.envelopedData)) { try read(DERNode(0x05, [])) }
    }

    @Test("of GCM has a tag of 12 to 16 octets, as long as the parameters say (RFC 5084 §3.2)")
    func tagLength() throws {
        for length in 12...16 {
            let info = try read(Self.gcm(12, DERNode(0x02, [UInt8(length)])))
            for tag in 0...17 {
                if tag == length {
                    #expect(try info.withExplicitTagLength(tag).elementsEqual(info.octets))
                } else {
                    #expect(throws: CMSError.malformed(.authenticationTag), "\(length) \(tag)") {
                        try info.withExplicitTagLength(tag)
                    }
                }
            }
        }
        for length in [0, 4, 8, 11, 17] as [UInt8] {
            #expect(throws: CMSError.malformed(.authenticationTag), "\(length)") {
                try read(Self.gcm(12, DERNode(0x02, [length]))).withExplicitTagLength(Int(length))
            }
        }
    }

    @Test("of GCM without a length has a tag of 12 octets, and is written with it for libcrypto")
    func defaultTagLength() throws {
        let info = try read(Self.gcm())
        let written = try DERNode(parsing: Array(info.withExplicitTagLength(12)))
        #expect(written[1] == Self.gcm(12, DERNode(0x02, [12])))
        #expect(written[2] == DERNode(0x80, [1, 2, 3]) && written.elements.count == 3)
        for tag in [11, 13, 16] {
            #expect(throws: CMSError.malformed(.authenticationTag)) { try info.withExplicitTagLength(tag) }
        }
        // libcrypto's CMS reads no derived key, so that its form is left.
        let derived = try read(Self.identifier(.contentKeyHKDFSHA256, Self.gcm()))
        #expect(try derived.withExplicitTagLength(12).elementsEqual(derived.octets))
    }

    @Test("of GCM has a nonce of 8 to 16 octets, and nothing else in its parameters")
    func nonce() throws {
        for count in [8, 12, 16] {
            let info = try read(Self.gcm(count))
            #expect(try info.withExplicitTagLength(12).isEmpty == false)
            #expect(try info.nonce().count == count)
        }
        for algorithm in [
            Self.gcm(7), Self.gcm(17), Self.gcm(12, DERNode(0x02, [12]), DERNode(0x05, [])),
            Self.identifier(.aes256GCM), Self.identifier(.aes256GCM, Self.string(12)),
            Self.identifier(.aes256GCM, DERNode(0x30, elements: [])),
        ] {
            #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
                try read(algorithm).withExplicitTagLength(12)
            }
        }
    }

    @Test("of ChaCha20-Poly1305 has a nonce of 12 octets and a tag of 16 (RFC 8103 §2)")
    func chaCha() throws {
        let info = try read(Self.identifier(.chaCha20Poly1305, Self.string(12)))
        #expect(try info.chaChaNonce(besideTagOf: 16).count == 12)
        for tag in [0, 12, 15, 17] {
            #expect(throws: CMSError.malformed(.authenticationTag)) { try info.chaChaNonce(besideTagOf: tag) }
        }
        for parameters in [
            [], [Self.string(11)], [Self.string(13)], [DERNode(0x30, elements: [Self.string(12)])],
        ] {
            let type = DERNode(0x06, Array(ObjectIdentifier.chaCha20Poly1305.octets))
            #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
                try read(DERNode(0x30, elements: [type] + parameters)).chaChaNonce(besideTagOf: 16)
            }
        }
    }

    @Test("of CBC has a vector as long as a block")
    func vector() throws {
        for (cipher, count) in [
            (ContentCipher.aes128CBC, 16), (.aes192CBC, 16), (.aes256CBC, 16), (.tripleDESCBC, 8),
        ] {
            let info = try read(Self.identifier(cipher.identifier, Self.string(count)))
            #expect(try info.initializationVector().count == count)
            for wrong in [
                Self.string(count - 1), Self.string(24 - count), DERNode(0x05, []),
                DERNode(0x30, elements: [Self.string(count)]),
            ] {
                #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
                    try read(Self.identifier(cipher.identifier, wrong)).initializationVector()
                }
            }
        }
    }
}

/// The authenticated attributes of an AuthEnvelopedData (RFC 5083 §2.1).
@Suite("AuthenticatedAttributes")
struct AuthenticatedAttributesTests {
    private func read(_ attributes: [DERNode]) throws -> [UInt8]? {
        let octets = DERNode(0xA1, elements: attributes).der
        var reader = DERReader(octets[...], structure: .authEnvelopedData)
        return try AuthenticatedAttributes.read(reader.next())
    }

    private static func unknown(_ last: UInt8) -> DERNode { .attribute([0x2A, last], DERNode(0x05, [])) }

    @Test("are a SET OF for the tag, in the order they came")
    func set() throws {
        let attributes = [Self.unknown(9), Self.unknown(3)]
        #expect(try read(attributes) == DERNode(0x31, elements: attributes).der)
        #expect(try AuthenticatedAttributes.read(nil) == nil)
    }

    @Test("are at most 32, of distinct types and with values")
    func bounds() throws {
        let many = (0..<33).map { Self.unknown(UInt8($0)) }
        #expect(try read(Array(many.dropLast())) != nil)
        #expect(throws: CMSError.tooMany(.authenticatedAttributes, limit: 32)) { try read(many) }
        for attributes in [
            [], [many[0], many[1], many[0]], [.attribute([0x2A, 1])],
            [DERNode(0x30, elements: many[0].elements + [DERNode(0x05, [])])],
            [DERNode(0x30, elements: [many[0][0]])], [DERNode(0x31, elements: many[0].elements)],
        ] as [[DERNode]] {
            #expect(throws: CMSError.malformed(.authenticatedAttributes)) { try read(attributes) }
        }
    }

    @Test("name data as the content type, once, if they name one")
    func contentType() throws {
        let data = DERNode(0x06, Array(ObjectIdentifier.data.octets))
        #expect(try read([.attribute(AttributeType.contentType, data)]) != nil)
        for values in [
            [DERNode(0x06, Array(ObjectIdentifier.signedData.octets))], [data, data],
            [DERNode(0x04, data.octets)],
        ] {
            let attribute = DERNode(
                0x30, elements: [DERNode(0x06, AttributeType.contentType), DERNode(0x31, elements: values)])
            #expect(throws: CMSError.malformed(.authenticatedAttributes)) { try read([attribute]) }
        }
    }
}
