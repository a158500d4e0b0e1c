import TestSupport
import Testing

@testable import CMS

/// Envelopes that some releases of libcrypto open against RFC 5083, RFC 5084 or security.
@Suite("Hostile EnvelopedData")
struct HostileEnvelopedDataTests {
    private static let aes256OFB = DERNode(0x06, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2B])
    private static let aes256GCM = DERNode(0x06, Array(ObjectIdentifier.aes256GCM.octets))
    private static let aes256CBC = DERNode(0x06, Array(ObjectIdentifier.aes256CBC.octets))
    private static let envelopedData = DERNode(0x06, Array(ObjectIdentifier.envelopedData.octets))

    /// An AuthEnvelopedData with its tag cut to this number of octets; `lengthSays` nil omits aes-ICVlen.
    private static func withTag(of count: Int, lengthSays: UInt8?) throws -> [UInt8] {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message[1, 0, 3].octets = Array(message[1, 0, 3].octets.prefix(count))
        let nonce = message[1, 0, 2, 1, 1, 0]
        let length = lengthSays.map { [DERNode(0x02, [$0])] } ?? []
        message[1, 0, 2, 1, 1] = DERNode(0x30, elements: [nonce] + length)
        return message.der
    }

    @Test("refuses AuthEnvelopedData whose cipher was swapped to OFB (CVE-2026-34182)")
    func swappedToOFB() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message.replaceAll(Self.aes256GCM, by: Self.aes256OFB)
        #expect(throws: CMSError.unsupportedAlgorithm("AES-256-OFB", .contentEncryption)) {
            try ContentInfo.read(message.der)
        }
    }

    @Test("refuses AuthEnvelopedData with CBC")
    func unauthenticatedCipher() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message.replaceAll(Self.aes256GCM, by: Self.aes256CBC)
        #expect(throws: CMSError.unsupportedAlgorithm("aes-256-cbc in AuthEnvelopedData", .contentEncryption))
        {
            try ContentInfo.read(message.der)
        }
    }

    @Test("refuses OFB and GCM inside EnvelopedData")
    func notCBC() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped(.aes256CBC))
        message.replaceAll(Self.aes256CBC, by: Self.aes256OFB)
        #expect(throws: CMSError.unsupportedAlgorithm("AES-256-OFB", .contentEncryption)) {
            try ContentInfo.read(message.der)
        }

        message = try DERNode(parsing: CMSSamples.enveloped(.aes256GCM))
        message[0] = Self.envelopedData
        message[1, 0].elements.removeLast()
        #expect(throws: CMSError.unsupportedAlgorithm("aes-256-gcm in EnvelopedData", .contentEncryption)) {
            try ContentInfo.read(message.der)
        }
    }

    @Test("opens tags of 12 to 16 octets that match aes-ICVlen", arguments: 12...16)
    func legalTag(count: Int) throws {
        let message = try Self.withTag(of: count, lengthSays: UInt8(count))
        #expect(try CMSSamples.decrypt(message) == CMSSamples.content)
    }

    @Test("opens a tag of 12 octets if aes-ICVlen has its default (RFC 5084 §3.2)")
    func defaultTagLength() throws {
        #expect(try CMSSamples.decrypt(Self.withTag(of: 12, lengthSays: nil)) == CMSSamples.content)
    }

    @Test("refuses tags shorter than 12 octets, whatever aes-ICVlen says", arguments: 0...11)
    func shortTag(count: Int) throws {
        for length in [nil, UInt8(count), 12, 16] {
            #expect(throws: CMSError.malformed(.authenticationTag)) {
                try ContentInfo.read(Self.withTag(of: count, lengthSays: length))
            }
        }
    }

    @Test("refuses a tag whose length differs from aes-ICVlen")
    func contradictoryTag() throws {
        let cases: [(Int, UInt8?)] = [(16, 12), (12, 16), (16, nil), (13, nil), (16, 17), (16, 0)]
        for (count, length) in cases {
            #expect(throws: CMSError.malformed(.authenticationTag)) {
                try ContentInfo.read(Self.withTag(of: count, lengthSays: length))
            }
        }
    }

    @Test("refuses nonces that libcrypto accepts and GCM should not get", arguments: [0, 1, 7, 17, 64])
    func nonce(count: Int) throws {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message[1, 0, 2, 1, 1, 0] = DERNode(0x04, [UInt8](repeating: 1, count: count))
        #expect(throws: CMSError.malformed(.contentEncryptionParameters)) {
            try ContentInfo.read(message.der)
        }
    }

    @Test("returns nothing if any single octet of content, tag or wrapped key is changed under GCM")
    func changedOctets() throws {
        let message = try DERNode(parsing: CMSSamples.enveloped())
        for path in [0, 1] {
            let node = path == 0 ? message[1, 0, 2, 2] : message[1, 0, 3]
            for index in node.octets.indices {
                var changed = message
                if path == 0 {
                    changed[1, 0, 2, 2].octets[index] ^= 1
                } else {
                    changed[1, 0, 3].octets[index] ^= 1
                }
                #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(changed.der) }
            }
        }
    }

    @Test("refuses more than 256 recipients, and none")
    func recipients() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped(.aes128GCM, for: .rsa(bits: 2048)))
        let recipient = message[1, 0, 1, 0]
        message[1, 0, 1].elements = Array(repeating: recipient, count: 257)
        #expect(throws: CMSError.tooMany(.recipientInfo, limit: 256)) { try ContentInfo.read(message.der) }
        message[1, 0, 1].elements = []
        #expect(throws: CMSError.malformed(.recipientInfo)) { try ContentInfo.read(message.der) }
    }

    @Test("refuses more than 256 keys for one ephemeral key")
    func recipientEncryptedKeys() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        let keys = message[1, 0, 1, 0].elements.count - 1
        message[1, 0, 1, 0, keys].elements = Array(repeating: message[1, 0, 1, 0, keys, 0], count: 257)
        #expect(throws: CMSError.tooMany(.recipientInfo, limit: 256)) { try ContentInfo.read(message.der) }
    }

    @Test("refuses an ephemeral key that is not a point of the recipient's curve")
    func ephemeralPoint() throws {
        let message = try DERNode(parsing: CMSSamples.enveloped())
        let point = message[1, 0, 1, 0, 1, 0, 1].octets
        #expect(point.count == 66 && point.starts(with: [0, 4]))
        var offCurve = point
        offCurve[65] ^= 1
        let other = try DERNode(parsing: CMSSamples.enveloped(for: .p384))[1, 0, 1, 0, 1, 0, 1].octets
        let zeros: [UInt8] = [0, 4] + [UInt8](repeating: 0, count: 64)
        let wrongs: [[UInt8]] = [offCurve, zeros, other, [0, 0], [0, 4], [0]]
        for wrong in wrongs {
            var changed = message
            changed[1, 0, 1, 0, 1, 0, 1].octets = wrong
            #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(changed.der) }
        }
        var without = message
        without[1, 0, 1, 0, 1, 0, 1].octets = []
        #expect(throws: CMSError.malformed(.recipientInfo)) { try CMSSamples.decrypt(without.der) }
    }

    @Test("opens nothing if keying material was added: the derived key differs (RFC 5753 §7.2)")
    func keyingMaterial() throws {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message[1, 0, 1, 0].elements.insert(DERNode(0xA1, elements: [DERNode(0x04, [1, 2, 3])]), at: 2)
        #expect(throws: CMSError.cannotDecrypt) { try CMSSamples.decrypt(message.der) }
    }

    @Test("refuses broken OAEP parameters instead of treating them as PKCS#1 v1.5")
    func brokenOAEP() throws {
        let rsa = KeyAlgorithm.rsa(bits: 2048)
        for broken in [DERNode(0x05, []), DERNode(0x30, elements: [DERNode(0x04, [1])])] {
            var message = try DERNode(parsing: CMSSamples.enveloped(.aes256GCM, for: rsa))
            message[1, 0, 1, 0, 2, 1] = broken
            #expect(throws: CMSError.unsupportedAlgorithm("key management", .keyManagement)) {
                try CMSSamples.decrypt(message.der, with: rsa)
            }
        }
    }
}
