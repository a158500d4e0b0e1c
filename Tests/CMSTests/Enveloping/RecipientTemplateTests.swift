import TestSupport
import Testing

@testable import CMS

/// The parts of a RecipientInfo that are equal in all messages, written once.
@Suite("The template of a recipient")
struct RecipientTemplateTests {
    private func certificate(_ algorithm: KeyAlgorithm) throws -> Certificate {
        try TestLab.shared().identity(.bob, algorithm).certificate
    }

    private static func identifier(_ type: ObjectIdentifier, _ parameters: DERNode...) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(type.octets))] + parameters)
    }

    private func issuerAndSerialNumber(_ certificate: Certificate) throws -> DERNode {
        DERNode(
            0x30,
            elements: [
                try DERNode(parsing: certificate.facts.issuerDER),
                DERNode(0x02, certificate.facts.serialNumberOctets),
            ])
    }

    @Test(
        "with key agreement is KeyAgreeRecipientInfo as RFC 5753 §3.1.1 and RFC 8418 §3.1 write it",
        arguments: [KeyAlgorithm.p256, .p384, .p521, .x25519], [16, 24, 32])
    func agreement(algorithm: KeyAlgorithm, keyOctets: Int) throws {
        let certificate = try certificate(algorithm)
        let isX25519 = algorithm == .x25519
        let wrap = KeyWrap(keyOctets: keyOctets)
        let template = KeyAgreementTemplate(
            certificate, KeyDerivation(isX25519 ? .hkdf : .x963, .sha256, for: wrap))
        let name = try issuerAndSerialNumber(certificate)
        // A second message leaves nothing of the first.
        for octet in [0xAA, 0x00] as [UInt8] {
            let point = [UInt8](repeating: octet, count: algorithm.curve?.pointOctets ?? 32)
            let wrapped = [UInt8](repeating: octet ^ 0x11, count: keyOctets + 8)
            let key = DERNode(
                0xA1,
                elements: [
                    Self.identifier(isX25519 ? .x25519 : .ellipticCurveKey), DERNode(0x03, [0] + point),
                ])
            let scheme = Self.identifier(
                isX25519 ? .ecdhHKDFSHA256 : .ecdhSHA256KDF, try DERNode(parsing: wrap.algorithm))
            let recipient = DERNode(0x30, elements: [name, DERNode(0x04, wrapped)])
            let expected = DERNode(
                0xA1,
                elements: [
                    DERNode(0x02, [3]), DERNode(0xA0, elements: [key]), scheme,
                    DERNode(0x30, elements: [recipient]),
                ])
            #expect(template.filled(point: point, wrappedKey: wrapped) == expected.der)
        }
    }

    @Test("with key transport is KeyTransRecipientInfo (RFC 5652 §6.2.1)")
    func transport() throws {
        let certificate = try certificate(.rsa(bits: 2048))
        let key = [UInt8](repeating: 0xAA, count: 256)
        let hash = Self.identifier(.sha256)
        let oaep = Self.identifier(
            .rsaOAEP,
            DERNode(
                0x30,
                elements: [
                    DERNode(0xA0, elements: [hash]),
                    DERNode(0xA1, elements: [Self.identifier(.maskGeneration1, hash)]),
                ]))
        for (transport, algorithm) in [
            (Enveloper.RSAKeyTransport.oaep, oaep),
            (.pkcs1, Self.identifier(.rsaEncryption, DERNode(0x05, []))),
        ] {
            let expected = DERNode(
                0x30,
                elements: [
                    DERNode(0x02, [0]), try issuerAndSerialNumber(certificate), algorithm, DERNode(0x04, key),
                ])
            let written = KeyTransportTemplate(certificate, by: transport).filled(encryptedKey: key)
            #expect(written == expected.der)
        }
    }

    @Test(
        "is read back as the usual form that needs no libcrypto CMS", arguments: TestLab.encryptionAlgorithms)
    func usualForm(algorithm: KeyAlgorithm) throws {
        let certificate = try certificate(algorithm)
        let key = try SecretOctets.random(count: 32)
        for transport in Enveloper.RSAKeyTransport.allCases {
            let info = try EnvelopeRecipient(certificate, cipher: .aes256GCM, rsaKeyTransport: transport)
                .recipientInfo(for: key)
            let set = DERNode(0x31, elements: [try DERNode(parsing: info)]).der
            var reader = DERReader(set[...], structure: .recipientInfo)
            let recipients = try RecipientInfo.read(reader.next())
            let recipient = try #require(recipients.first)
            #expect(recipients.count == 1 && recipient.identifier?.names(certificate) == true)
            #expect(recipient.octets.elementsEqual(info))
            switch recipient.encryptedKey {
            case .oaep(let encrypted):
                #expect(algorithm.isRSA && transport == .oaep && encrypted.count == 256)
            case .pkcs1(let encrypted):
                #expect(algorithm.isRSA && transport == .pkcs1 && encrypted.count == 256)
            case .agreement(let agreement, let encrypted):
                #expect(algorithm.usesKeyAgreement && encrypted.count == 40)
                #expect(agreement.isX25519 == (algorithm == .x25519))
                #expect(agreement.derivation.salt.isEmpty)
            case nil: Issue.record("not a usual form")
            }
        }
    }
}

/// Which RecipientInfos are opened without libcrypto's CMS.
@Suite("RecipientKeyEncryption")
struct RecipientKeyEncryptionTests {
    private static func identifier(_ type: ObjectIdentifier, _ parameters: DERNode...) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(type.octets))] + parameters)
    }

    private static func originator(
        _ algorithm: DERNode, _ bits: [UInt8], tag: UInt8 = 0xA1, _ more: DERNode...
    ) -> DERNode {
        DERNode(0xA0, elements: [DERNode(tag, elements: [algorithm, DERNode(0x03, bits)] + more)])
    }

    private func element(_ node: DERNode) throws -> DERElement {
        var reader = DERReader(node.der[...], structure: .recipientInfo)
        return try reader.next()
    }

    private func agreement(
        _ originator: DERNode, material: DERNode? = nil, scheme: ObjectIdentifier = .ecdhSHA256KDF,
        wrap: DERNode = identifier(.aes256Wrap)
    ) throws -> RecipientKeyEncryption.KeyAgreement? {
        RecipientKeyEncryption.KeyAgreement(
            originator: try OriginatorKey(element(originator)),
            keyingMaterial: try material.map(element),
            algorithm: try AlgorithmIdentifier(
                element(Self.identifier(scheme, wrap)), in: .recipientInfo))
    }

    private static let point = [UInt8](repeating: 4, count: 65)
    private static let curve = originator(identifier(.ellipticCurveKey), [0] + point)
    private static let x25519 = originator(identifier(.x25519), [0] + point.prefix(32))

    @Test("has the ephemeral key of the originator, with a derivation that is defined for it")
    func originators() throws {
        let found = try agreement(Self.curve)
        #expect(found?.isX25519 == false && found?.point.elementsEqual(Self.point) == true)
        #expect(found?.derivation == KeyDerivation(.x963, .sha256, for: KeyWrap(keyOctets: 32)))
        for scheme in [ObjectIdentifier.ecdhHKDFSHA256, .ecdhHKDFSHA512, .ecdhSHA256KDF] {
            #expect(try agreement(Self.x25519, scheme: scheme)?.isX25519 == true)
        }
        // HKDF is defined for X25519 and X448 only.
        #expect(try agreement(Self.curve, scheme: .ecdhHKDFSHA256) == nil)
        #expect(try agreement(Self.curve, scheme: .rsaOAEP) == nil)
        #expect(try agreement(Self.curve, wrap: Self.identifier(.tripleDESWrap)) == nil)
        #expect(try agreement(Self.curve, wrap: Self.identifier(.aes128Wrap, DERNode(0x05, []))) == nil)
    }

    @Test("is left to libcrypto if the originator has no ephemeral key, or an odd one")
    func oddOriginators() throws {
        let (curve, x25519) = (Self.identifier(.ellipticCurveKey), Self.identifier(.x25519))
        for originator in [
            DERNode(0xA0, elements: [DERNode(0x30, elements: [])]), DERNode(0xA0, elements: []),
            DERNode(0xA0, elements: [Self.curve[0], DERNode(0x05, [])]),
            Self.originator(curve, [1] + Self.point), Self.originator(curve, [0, 0]),
            Self.originator(curve, [0]), Self.originator(curve, []),
            Self.originator(curve, [0] + Self.point, tag: 0xA2),
            Self.originator(curve, [0] + Self.point, DERNode(0x05, [])),
            Self.originator(x25519, [0] + Self.point.prefix(31)),
            Self.originator(x25519, [0] + Self.point.prefix(33)),
            Self.originator(Self.identifier(.x25519, DERNode(0x05, [])), [0] + Self.point.prefix(32)),
            Self.originator(Self.identifier(.ed25519), [0] + Self.point.prefix(32)),
        ] { #expect(try agreement(originator) == nil, "\(originator.der.prefix(24))") }
        // The parameters of a curve may be stated.
        let named = Self.originator(
            Self.identifier(.ellipticCurveKey, DERNode(0x05, [])), [0] + Self.point)
        #expect(try agreement(named) != nil)
    }

    @Test("has the keying material in the shared info, and as the salt of HKDF")
    func keyingMaterial() throws {
        let material = DERNode(0xA1, elements: [DERNode(0x04, [1, 2])])
        #expect(try agreement(Self.x25519, material: material)?.derivation.salt == [1, 2])
        let wrap = KeyWrap(keyOctets: 32)
        #expect(
            try agreement(Self.curve, material: material)?.derivation
                == KeyDerivation(.x963, .sha256, for: wrap, keyingMaterial: [1, 2]))
        for odd in [
            DERNode(0xA1, elements: []), DERNode(0xA1, elements: [DERNode(0x02, [1])]),
            DERNode(0xA1, elements: [DERNode(0x04, [1]), DERNode(0x04, [2])]),
        ] { #expect(try agreement(Self.curve, material: odd) == nil) }
    }

    @Test("is a key transport of exactly the two forms that are sent")
    func transport() throws {
        func isUsual(_ algorithm: DERNode) throws -> Bool {
            try RecipientKeyEncryption(
                transport: element(algorithm), encryptedKey: element(DERNode(0x04, [1]))) != nil
        }
        let null = DERNode(0x05, [])
        #expect(try isUsual(DERNode(parsing: KeyTransportTemplate.oaep)))
        #expect(try isUsual(Self.identifier(.rsaEncryption, null)))
        for other in [
            Self.identifier(.rsaEncryption), Self.identifier(.rsaOAEP),
            Self.identifier(.rsaOAEP, DERNode(0x30, elements: [])), Self.identifier(.rsaPSS, null),
        ] { #expect(try !isUsual(other)) }
    }
}
