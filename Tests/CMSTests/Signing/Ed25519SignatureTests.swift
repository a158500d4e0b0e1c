import Octets
import TestSupport
import Testing

@testable import CMS

/// Signatures of Ed25519 (RFC 8419), which no other code of this machine's libcrypto reads in CMS.
@Suite("Ed25519 signature")
struct Ed25519SignatureTests {
    private let alice: TestIdentity

    init() throws { alice = try TestLab.shared().identity(.alice, .ed25519) }

    private func message(hasAttributes: Bool = true) throws -> DERNode {
        var message = try DERNode(parsing: CMSSamples.signed(by: alice))
        guard !hasAttributes else { return message }
        message.signedAttributes = []
        try message.sign(by: alice.key)
        return message
    }

    private func verify(_ message: DERNode, by certificate: Certificate? = nil) throws -> [UInt8] {
        try CMSSamples.signedData(message.der).verify(signedBy: certificate ?? alice.certificate).content
    }

    @Test(
        "of RFC 8032 §7.1 is made octet for octet",
        arguments: [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                    + "d25bf5f0595bbe24655141438e7a100b"
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                    + "4a7c15e9716ed28dc027beceea1ec40a"
            ),
        ])
    func published(secret: String, content: String, signature: String) throws {
        let prefix: [UInt8] = [0x30, 0x2E, 0x02, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 34, 4, 32]
        let octets = try #require(Hexadecimal.octets(secret))
        let key = try PrivateKey(der: SecretOctets(prefix + octets), algorithm: .ed25519)
        let made = try key.signature(over: #require(Hexadecimal.octets(content)), digest: .sha512)
        #expect(Hexadecimal.text(made) == signature)
    }

    @Test("names SHA-512, and Ed25519 without parameters (RFC 8419 §3.1)")
    func algorithms() throws {
        let message = try message()
        let digest = DERNode(0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.sha512.octets))])
        #expect(message.signerInfo[2] == digest && message[1, 0, 1].elements == [digest])
        #expect(message.signerInfo[4] == DERNode(0x30, elements: [DERNode(0x06, [0x2B, 0x65, 0x70])]))
        #expect(message.signature.count == 64)
        #expect(try verify(message) == CMSSamples.content)
    }

    @Test("covers each octet of the attributes or the content", arguments: [true, false])
    func changedOctets(hasAttributes: Bool) throws {
        let message = try message(hasAttributes: hasAttributes)
        #expect(try verify(message) == CMSSamples.content)
        let octets = message.der
        let signed = hasAttributes ? Array(message.signedAttributes.map(\.der).joined()) : CMSSamples.content
        for part in [signed, message.signature, CMSSamples.content] {
            for index in try #require(octets.firstRange(of: part)) {
                var changed = octets
                changed[index] ^= 1
                let isValid = (try? CMSSamples.signedData(changed).verify(signedBy: alice.certificate)) != nil
                #expect(!isValid, "octet \(index)")
            }
        }
    }

    @Test("is refused with parameters, and with another digest than SHA-512")
    func otherAlgorithms() throws {
        var changed = try message()
        changed.signerInfo[4].elements.append(DERNode(0x05, []))
        #expect(throws: CMSError.malformed(.signerInfo)) { try verify(changed) }
        changed = try message()
        changed.signerInfo[2].elements[0].octets = Array(ObjectIdentifier.sha256.octets)
        let name = "Ed25519 with sha-512 over the digest sha-256"
        #expect(throws: CMSError.unsupportedAlgorithm(name, .signatureDigests)) { try verify(changed) }
    }

    @Test("is refused over content that is a SET of attributes, if it has none itself")
    func attributesAsContent() throws {
        let attributes = DERNode(0x31, elements: try message().signedAttributes).der
        var message = try message(hasAttributes: false)
        message[1, 0, 2, 1, 0].octets = attributes
        try message.sign(by: alice.key)
        #expect(throws: CMSError.malformed(.signedAttributes)) { try verify(message) }
    }

    @Test("is refused with octets missing or added, and with a number that is not reduced (RFC 8032 §5.1.7)")
    func malleability() throws {
        let message = try message()
        let signature = message.signature
        // The order of the base point, the least significant octet first.
        let order: [UInt8] =
            [0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14]
            + [UInt8](repeating: 0, count: 15) + [0x10]
        var increased = signature
        var carry = 0
        for index in order.indices {
            let sum = Int(signature[32 + index]) + Int(order[index]) + carry
            increased[32 + index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        for other in [[], Array(signature.dropLast()), signature + [0], [0] + signature, increased] {
            var changed = message
            changed.signature = other
            #expect(throws: CMSError.badSignature) { try verify(changed) }
        }
    }

    @Test("of another key, or said to be of a key of another kind, is refused")
    func otherKeys() throws {
        var message = try message()
        message.removeSignedAttribute(AttributeType.signingCertificateV2)
        try message.sign(by: alice.key)
        for algorithm in TestLab.signatureAlgorithms + [.x25519] {
            let other = try TestLab.shared().identity(.bob, algorithm).certificate
            message.signerInfo[1] = try DERNode(parsing: other.issuerAndSerialNumber)
            #expect(throws: CMSError.badSignature) { try verify(message, by: other) }
        }
    }

    @Test(
        "is not made or verified with a key of small order, whatever its encoding",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000080",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        ])
    func smallOrder(key: String) throws {
        var certificate = try DERNode(parsing: alice.certificate.der)
        certificate[0, 6, 1].octets = [0] + (try #require(Hexadecimal.octets(key)))
        let chosen = try Certificate(der: certificate.der)
        #expect(chosen.facts.key == .other("Ed25519 (small order)") && !chosen.hasSupportedKey)
        #expect(throws: CMSError.unsupportedKey("Ed25519 (small order)")) { try chosen.checkSigningKey() }
        // The identity as R and zero as S: libcrypto takes it as a signature by half of these keys.
        var message = try message(hasAttributes: false)
        message.signerInfo[1] = try DERNode(parsing: chosen.issuerAndSerialNumber)
        message.signature = [1] + [UInt8](repeating: 0, count: 63)
        #expect(throws: CMSError.badSignature) { try verify(message, by: chosen) }
    }
}
