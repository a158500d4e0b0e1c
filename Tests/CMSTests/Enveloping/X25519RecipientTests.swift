import Octets
import TestSupport
import Testing

@testable import CMS

/// Recipients by key agreement with X25519 (RFC 8418).
@Suite("X25519 recipient")
struct X25519RecipientTests {
    private let bob: TestIdentity

    init() throws { bob = try TestLab.shared().identity(.bob, .x25519) }

    private func enveloped(_ cipher: ContentCipher = .aes256GCM) throws -> DERNode {
        try DERNode(parsing: CMSSamples.enveloped(cipher, for: .x25519))
    }

    private static func privateKey(_ octets: [UInt8]) throws -> PrivateKey {
        let prefix: [UInt8] = [0x30, 0x2E, 0x02, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x6E, 4, 34, 4, 32]
        return try PrivateKey(der: SecretOctets(prefix + octets), algorithm: .x25519)
    }

    @Test("shares the secret of RFC 7748 §6.1")
    func published() throws {
        let bob = try Self.privateKey(
            #require(
                Hexadecimal.octets("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")))
        let point = try Hexadecimal.text(bob.publicKey.point)
        #expect(point == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
        var certificate = try DERNode(parsing: self.bob.certificate.der)
        certificate[0, 6, 1].octets =
            [0]
            + (try #require(
                Hexadecimal.octets("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")))
        let alice = try Certificate(der: certificate.der).publicKey
        let secret = try unsafe KeyAgreementContext(bob.key, nil).agree(with: alice.key)
        #expect(
            Hexadecimal.text(secret.copied())
                == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
    }

    @Test("is enveloped for with HKDF and SHA-256, an ephemeral key of its own, and no parameters")
    func form() throws {
        let recipient = try enveloped()[1, 0, 1, 0]
        #expect(recipient.identifier == 0xA1 && recipient[0].octets == [3])
        let originator = recipient[1, 0]
        #expect(originator[0] == DERNode(0x30, elements: [DERNode(0x06, [0x2B, 0x65, 0x6E])]))
        #expect(originator[1].octets.count == 33)
        #expect(recipient[2][0].octets == Array(ObjectIdentifier.ecdhHKDFSHA256.octets))
        #expect(
            recipient[2][1]
                == DERNode(0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.aes256Wrap.octets))]))
        #expect(try enveloped()[1, 0, 1, 0, 1, 0, 1].octets != originator[1].octets)
        let data = try CMSSamples.envelopedData(enveloped().der)
        #expect(data.recipients.first?.keyManagement?.name == "x25519-hkdf-sha256")
    }

    @Test(
        "opens what was enveloped for it, with each cipher, with and without a derived content key",
        arguments: ContentCipher.preferred)
    func opened(cipher: ContentCipher) throws {
        let octets = try CMSSamples.enveloped(cipher, for: .x25519)
        #expect(try CMSSamples.decrypt(octets, with: .x25519) == CMSSamples.content)
        let derived = try Enveloper(
            cipher: cipher, recipients: [bob.certificate], keyDerivation: .hkdfSHA256
        ).envelope(CMSSamples.content)
        #expect(try CMSSamples.decrypt(derived, with: .x25519) == CMSSamples.content)
        let alice = try TestLab.shared().identity(.alice, .x25519)
        let data = try CMSSamples.envelopedData(octets)
        let recipient = try #require(data.recipients.first)
        // A wrong key never says so under CBC: a random content key is tried, and its padding fits once in 256.
        #expect(throws: CMSError.cannotDecrypt) {
            let octets = try data.decrypt(for: recipient, certificate: bob.certificate, key: alice.key)
            if cipher == .aes256CBC && octets != CMSSamples.content { throw CMSError.cannotDecrypt }
        }
    }

    /// A recipient whose key-encryption key is derived in a way that is not sent.
    private func recipient(
        _ function: KeyDerivationFunction, _ digest: DigestAlgorithm, keyingMaterial: [UInt8]?,
        scheme: ObjectIdentifier
    ) throws -> DERNode {
        var message = try enveloped(.aes128GCM)
        let contentKey = SecretOctets([UInt8](1...16))
        let wrapping = KeyWrap(keyOctets: contentKey.count)
        let derivation = KeyDerivation(function, digest, for: wrapping, keyingMaterial: keyingMaterial)
        let agreed = try AgreedKey(with: bob.certificate, derivation)
        message[1, 0, 1, 0, 1, 0, 1].octets = [0] + agreed.ephemeralPoint
        message[1, 0, 1, 0, 2, 0].octets = Array(scheme.octets)
        message[1, 0, 1, 0, 3, 0, 1].octets = try wrapping.wrap(contentKey, under: agreed.key)
        if let keyingMaterial {
            message[1, 0, 1, 0].elements.insert(
                DERNode(0xA1, elements: [DERNode(0x04, keyingMaterial)]), at: 2)
        }
        return message
    }

    @Test(
        "opens each derivation of RFC 8418, with and without keying material",
        arguments: [
            (
                KeyDerivationFunction.hkdf, DigestAlgorithm.sha256, ObjectIdentifier.ecdhHKDFSHA256,
                "x25519-hkdf-sha256"
            ),
            (.hkdf, .sha384, .ecdhHKDFSHA384, "x25519-hkdf-sha384"),
            (.hkdf, .sha512, .ecdhHKDFSHA512, "x25519-hkdf-sha512"),
            (.x963, .sha256, .ecdhSHA256KDF, "x25519-sha256kdf"),
            (.x963, .sha384, .ecdhSHA384KDF, "x25519-sha384kdf"),
            (.x963, .sha512, .ecdhSHA512KDF, "x25519-sha512kdf"),
        ])
    func derivations(
        function: KeyDerivationFunction, digest: DigestAlgorithm, scheme: ObjectIdentifier, name: String
    ) throws {
        for material in [nil, [], [UInt8](repeating: 7, count: 64)] as [[UInt8]?] {
            let message = try recipient(function, digest, keyingMaterial: material, scheme: scheme)
            let data = try CMSSamples.envelopedData(message.der)
            #expect(data.recipients.first?.keyManagement?.name == name)
            guard case .agreement(let agreement, let wrapped) = data.recipients.first?.encryptedKey else {
                Issue.record("no agreement")
                continue
            }
            let key = try AgreedKey.key(of: bob.key, by: agreement)
            let contentKey = try agreement.derivation.wrapping.unwrap(wrapped, under: key)
            #expect(contentKey.copied() == [UInt8](1...16))
        }
    }

    @Test("does not open with SHA-1, with HKDF on a curve of NIST, or with broken keying material")
    func unsupported() throws {
        var message = try enveloped()
        message[1, 0, 1, 0, 2, 0].octets = Array(ObjectIdentifier.ecdhSHA1KDF.octets)
        #expect(try CMSSamples.envelopedData(message.der).recipients.first?.keyManagement == nil)
        var curve = try DERNode(parsing: CMSSamples.enveloped(.aes256GCM, for: .p256))
        curve[1, 0, 1, 0, 2, 0].octets = Array(ObjectIdentifier.ecdhHKDFSHA256.octets)
        #expect(try CMSSamples.envelopedData(curve.der).recipients.first?.keyManagement == nil)
        var broken = try enveloped()
        broken[1, 0, 1, 0].elements.insert(DERNode(0xA1, elements: [DERNode(0x05, [])]), at: 2)
        #expect(throws: CMSError.malformed(.recipientInfo)) {
            try CMSSamples.decrypt(broken.der, with: .x25519)
        }
    }

    @Test(
        "gives one failure for an ephemeral key of small order, whose secret is zero (RFC 8418 §2)",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ])
    func smallOrder(point: String) throws {
        let octets = try #require(Hexadecimal.octets(point))
        var message = try enveloped()
        message[1, 0, 1, 0, 1, 0, 1].octets = [0] + octets
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(message.der, with: .x25519) }
        // Nothing is enveloped for such a key either.
        var certificate = try DERNode(parsing: bob.certificate.der)
        certificate[0, 6, 1].octets = [0] + octets
        let chosen = try Certificate(der: certificate.der)
        #expect(throws: CMSError.malformed(.certificate)) {
            try Enveloper(cipher: .aes256GCM, recipients: [chosen])
        }
    }

    @Test("opens nothing when an octet of its RecipientInfo changes, and says the same of each")
    func changedOctets() throws {
        let octets = try CMSSamples.enveloped(.aes256GCM, for: .x25519)
        let recipient = try DERNode(parsing: octets)[1, 0, 1, 0]
        for part in [recipient[1, 0, 1].octets, recipient[3, 0, 1].octets] {
            for index in try #require(octets.firstRange(of: part)).dropFirst() {
                var changed = octets
                changed[index] ^= 1
                #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(changed, with: .x25519) }
            }
        }
    }

    @Test("with a key of 31 or 33 octets, or unused bits, is not opened")
    func lengths() throws {
        let message = try enveloped()
        let point = message[1, 0, 1, 0, 1, 0, 1].octets
        for other in [Array(point.dropLast()), point + [0], [1] + point.dropFirst(), []] {
            var changed = message
            changed[1, 0, 1, 0, 1, 0, 1].octets = other
            #expect(throws: CMSError.self) { try CMSSamples.decrypt(changed.der, with: .x25519) }
        }
    }
}
