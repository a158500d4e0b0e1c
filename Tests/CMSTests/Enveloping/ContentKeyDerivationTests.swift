import Octets
import TestSupport
import Testing

@testable import CMS

/// The key of the cipher derived from the key that the recipients get (RFC 9709).
@Suite("A derived content key")
struct ContentKeyDerivationTests {
    private static let ciphers = ContentCipher.allCases.filter { !$0.isWeak }

    private func message(
        _ cipher: ContentCipher = .aes256GCM, for algorithm: KeyAlgorithm = .p256,
        transport: Enveloper.RSAKeyTransport = .oaep
    ) throws -> [UInt8] {
        let bob = try TestLab.shared().identity(.bob, algorithm)
        return try Enveloper(
            cipher: cipher, recipients: [bob.certificate], rsaKeyTransport: transport,
            keyDerivation: .hkdfSHA256
        ).envelope(CMSSamples.content)
    }

    @Test(
        "is that of the examples in RFC 9709 appendix B",
        arguments: [
            (
                "301b0609608648016503040106300e040c5c79058ba2f43447639d29e2",
                "2124ffb29fac4e0fbbc7d5d87492bff3"
            ),
            (
                "301d06096086480165030401020410651f722ffd512c52fe072e507d72b377",
                "9cd102c52f1e19ece8729b35bfeceb50"
            ),
        ])
    func vector(cipher: String, derived: String) throws {
        var key = try #require(Hexadecimal.octets("c702e7d0a9e064b09ba55245fb733cf3"))
        let info = try #require(Hexadecimal.octets(cipher))
        let result = try ContentKeyDerivation.hkdfSHA256.key(
            from: SecretOctets(wiping: &key), for: info[...])
        #expect(Hexadecimal.text(result.copied()) == derived)
    }

    @Test("opens for every kind of key and every cipher", arguments: TestLab.algorithms, ciphers)
    func roundTrip(algorithm: KeyAlgorithm, cipher: ContentCipher) throws {
        let octets = try message(cipher, for: algorithm)
        let data = try CMSSamples.envelopedData(octets)
        #expect(data.cipher == cipher && data.keyDerivation == .hkdfSHA256)
        #expect(data.kind == (cipher.isAuthenticated ? .authEnveloped : .enveloped))
        #expect(try CMSSamples.decrypt(octets, with: algorithm) == CMSSamples.content)
        let plain = try CMSSamples.envelopedData(CMSSamples.enveloped(cipher, for: algorithm))
        #expect(plain.keyDerivation == nil)
    }

    @Test("opens after RSA PKCS#1 v1.5 too", arguments: ciphers.filter { $0 != .chaCha20Poly1305 })
    func olderTransport(cipher: ContentCipher) throws {
        let octets = try message(cipher, for: .rsa(bits: 2048), transport: .pkcs1)
        #expect(try CMSSamples.envelopedData(octets).recipients.map(\.keyManagement) == [.rsaPKCS1])
        #expect(try CMSSamples.decrypt(octets, with: .rsa(bits: 2048)) == CMSSamples.content)
    }

    @Test("states the derivation, and the cipher with its parameters as the parameters of that")
    func structure() throws {
        let algorithm = try DERNode(parsing: message())[1, 0, 2, 1]
        #expect(algorithm.elements.count == 2)
        #expect(
            algorithm[0].octets == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x03, 0x1F])
        #expect(algorithm[1, 0].octets == Array(ObjectIdentifier.aes256GCM.octets))
        #expect(algorithm[1, 1, 0].octets.count == 12)
    }

    @Test("opens under GCM parameters without the length of a tag, whose default is 12 (RFC 5084 §3.2)")
    func defaultTagLength() throws {
        let bob = try TestLab.shared().identity(.bob)
        var message = try DERNode(parsing: message())
        let key = try SecretOctets.random(32)
        let info = try EnvelopeRecipient(bob.certificate, cipher: .aes256GCM, rsaKeyTransport: .oaep)
            .recipientInfo(for: key)
        message[1, 0, 1].elements = [try DERNode(parsing: info)]
        message[1, 0, 2, 1, 1, 1].elements.removeLast()
        let algorithm = message[1, 0, 2, 1, 1].der
        let context = try CipherContext.made()
        try context.start(
            .encrypt, ContentCipher.aes256GCM.fetched,
            key: ContentKeyDerivation.hkdfSHA256.key(from: key, for: algorithm[...]),
            nonce: message[1, 0, 2, 1, 1, 1, 0].octets)
        let content = CMSSamples.content
        message[1, 0, 2, 2].octets = try context.finish(content.span)
        message[1, 0, 3].octets = Array(try context.authenticationTag().prefix(12))
        #expect(try CMSSamples.decrypt(message.der) == CMSSamples.content)
    }

    @Test("differs once the cipher does: AES-GCM replaced by AES-CBC discloses nothing (RFC 9709 §1)")
    func replacedCipher() throws {
        let bob = try TestLab.shared().identity(.bob)
        let key = try SecretOctets.random(32)
        let info = try EnvelopeRecipient(bob.certificate, cipher: .aes256CBC, rsaKeyTransport: .oaep)
            .recipientInfo(for: key)
        /// Under AES-CBC with this key, whose octets are those that an attacker would have collected.
        func replaced(_ derivation: ContentKeyDerivation?) throws -> [UInt8] {
            var message = try DERNode(
                parsing: Enveloper(
                    cipher: .aes256CBC, recipients: [bob.certificate], keyDerivation: derivation
                ).envelope(CMSSamples.content))
            message[1, 0, 1].elements = [try DERNode(parsing: info)]
            let vector = [UInt8](repeating: 7, count: 16)
            let context = try CipherContext.made()
            try context.start(.encrypt, ContentCipher.aes256CBC.fetched, key: key, nonce: vector)
            let content = CMSSamples.content
            message[1, 0, 2, 2].octets = try context.finish(content.span)
            if derivation == nil {
                message[1, 0, 2, 1, 1].octets = vector
            } else {
                message[1, 0, 2, 1, 1, 1].octets = vector
            }
            return message.der
        }
        #expect(try CMSSamples.decrypt(replaced(nil)) == CMSSamples.content)
        // Random padding fits once in a few hundred.
        #expect((try? CMSSamples.decrypt(replaced(.hkdfSHA256))) != CMSSamples.content)
    }

    @Test("is another if the derivation is taken away or added, and one failure")
    func changedDerivation() throws {
        var taken = try DERNode(parsing: message())
        taken[1, 0, 2, 1] = taken[1, 0, 2, 1, 1]
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(taken.der) }
        var added = try DERNode(parsing: CMSSamples.enveloped())
        let identifier = DERNode(0x06, Array(ObjectIdentifier.contentKeyHKDFSHA256.octets))
        added[1, 0, 2, 1] = DERNode(0x30, elements: [identifier, added[1, 0, 2, 1]])
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(added.der) }
        for cipher in [ContentCipher.aes256GCM, .chaCha20Poly1305] {
            var flipped = try DERNode(parsing: message(cipher))
            flipped[1, 0, 2, 2].octets[0] ^= 1
            #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(flipped.der) }
        }
    }

    @Test("without a cipher, with a second derivation, or with a vector of another length is refused")
    func malformed() throws {
        var absent = try DERNode(parsing: message())
        absent[1, 0, 2, 1].elements.removeLast()
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
            try ContentInfo.read(absent.der)
        }
        var other = absent
        other[1, 0, 2, 1].elements.append(DERNode(0x05, []))
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) { try ContentInfo.read(other.der) }
        var twice = try DERNode(parsing: message())
        twice[1, 0, 2, 1, 1] = twice[1, 0, 2, 1]
        #expect(
            throws: CMSError.unsupportedAlgorithm("1.2.840.113549.1.9.16.3.31", .contentEncryption)
        ) { try ContentInfo.read(twice.der) }
        for count in [0, 8, 15, 17] {
            var short = try DERNode(parsing: message(.aes128CBC))
            short[1, 0, 2, 1, 1, 1].octets = [UInt8](repeating: 1, count: count)
            #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
                try ContentInfo.read(short.der)
            }
        }
        var noVector = try DERNode(parsing: message(.aes128CBC))
        noVector[1, 0, 2, 1, 1].elements.removeLast()
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
            try ContentInfo.read(noVector.der)
        }
    }

    @Test("after a key management that libcrypto's CMS alone opens is refused by name, before a key is used")
    func otherKeyManagement() throws {
        var octets = try DERNode(parsing: message(.aes256CBC, for: .rsa(bits: 2048)))
        // OAEP with its default digest.
        octets[1, 0, 1, 0, 2, 1].elements = []
        let error = CMSError.unsupportedAlgorithm("hkdf-sha256 with this key management", .keyManagement)
        #expect(throws: error) { try CMSSamples.decrypt(octets.der, with: .rsa(bits: 2048)) }
    }
}
