import TestSupport
import Testing

@testable import CMS

/// SignedData that an attacker changed.
@Suite("Hostile SignedData")
struct HostileSignedDataTests {
    private let alice: TestIdentity
    private let message: DERNode

    init() throws {
        alice = try TestLab.shared().identity(.alice)
        message = try DERNode(parsing: CMSSamples.signed())
    }

    // version, digestAlgorithms, encapContentInfo, certificates, signerInfos;
    // in SignerInfo: version, sid, digestAlgorithm, signedAttrs, signatureAlgorithm, signature.
    private static let attributes = 3

    private func verify(_ message: DERNode) throws -> [UInt8] {
        try CMSSamples.signedData(message.der).verify(signedBy: alice.certificate).content
    }

    private func attribute(_ type: ObjectIdentifier) -> Int? {
        message[1, 0, 4, 0, Self.attributes].elements.firstIndex { $0[0].octets == Array(type.octets) }
    }

    @Test("opens the unchanged message")
    func unchanged() throws {
        #expect(try verify(message) == CMSSamples.content)
    }

    @Test("refuses several signers (RFC 3261 §23.3)")
    func severalSigners() throws {
        var changed = message
        changed[1, 0, 4].elements.append(message[1, 0, 4, 0])
        #expect(throws: CMSError.severalSigners(count: 2)) { try ContentInfo.read(changed.der) }
    }

    @Test("refuses signed attributes passed off as content")
    func attributesAsContent() throws {
        var changed = message
        let attributes = DERNode(0x31, elements: message[1, 0, 4, 0, Self.attributes].elements)
        changed[1, 0, 2, 1, 0] = DERNode(0x04, attributes.der)
        changed[1, 0, 4, 0].elements.remove(at: Self.attributes)
        #expect(throws: CMSError.malformed(.signedAttributes)) { try verify(changed) }
        let data = try CMSSamples.signedData(changed.der)
        for verifier in SignatureVerifier.allCases {
            #expect(throws: CMSError.malformed(.signedAttributes)) {
                try data.verify(
                    signedBy: alice.certificate, detachedContent: nil, strength: .current, with: verifier)
            }
        }
    }

    @Test("refuses attributes for another type of content (RFC 5652 §11.1)")
    func otherContentType() throws {
        for change in [[0x2A, 0x03], []] as [[UInt8]] {
            var changed = message
            let index = try #require(attribute(.contentType))
            changed[1, 0, 4, 0, Self.attributes, index, 1, 0].octets = change
            #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(changed.der) }
        }
    }

    @Test("refuses signed attributes without content type or message digest, or with two of them")
    func requiredAttributes() throws {
        for type in [ObjectIdentifier.contentType, .messageDigest] {
            let index = try #require(attribute(type))
            var without = message
            without[1, 0, 4, 0, Self.attributes].elements.remove(at: index)
            #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(without.der) }
            var twice = message
            twice[1, 0, 4, 0, Self.attributes].elements.append(message[1, 0, 4, 0, Self.attributes, index])
            #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(twice.der) }
        }
    }

    @Test("refuses two signing times and more than 32 attributes")
    func attributes() throws {
        let index = try #require(attribute(.signingTime))
        var changed = message
        let time = message[1, 0, 4, 0, Self.attributes, index]
        changed[1, 0, 4, 0, Self.attributes].elements.append(time)
        #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(changed.der) }
        var other = time
        other[0].octets = [0x2A, 0x03]
        changed = message
        changed[1, 0, 4, 0, Self.attributes].elements += Array(repeating: other, count: 32)
        #expect(throws: CMSError.tooMany(.signedAttributes, limit: 32)) { try ContentInfo.read(changed.der) }
    }

    @Test("digests the content once, however many digests the message lists")
    func manyDigests() throws {
        var changed = message
        changed[1, 0, 1].elements = Array(repeating: message[1, 0, 1, 0], count: 16)
        let data = try CMSSamples.signedData(changed.der)
        #expect(data.minimalDER.count == (try CMSSamples.signedData(message.der)).minimalDER.count)
        #expect(try data.verify(signedBy: alice.certificate).content == CMSSamples.content)
        changed[1, 0, 1].elements.append(message[1, 0, 1, 0])
        #expect(throws: CMSError.tooMany(.digestAlgorithm, limit: 16)) { try ContentInfo.read(changed.der) }
    }

    @Test(
        "refuses content of another type than data, more than 16 certificates or CRLs, and no signer's octets"
    )
    func shape() throws {
        var changed = message
        changed[1, 0, 2, 0].octets = Array(ObjectIdentifier.signedData.octets)
        #expect(throws: CMSError.unsupportedContentType("1.2.840.113549.1.7.2")) {
            try ContentInfo.read(changed.der)
        }
        changed = message
        changed[1, 0, 3].elements = Array(repeating: message[1, 0, 3, 0], count: 17)
        #expect(throws: CMSError.tooMany(.certificate, limit: 16)) { try ContentInfo.read(changed.der) }
        changed = message
        let list = DERNode(0x30, elements: [])
        changed[1, 0].elements.insert(DERNode(0xA1, elements: Array(repeating: list, count: 17)), at: 4)
        #expect(throws: CMSError.tooMany(.revocationList, limit: 16)) { try ContentInfo.read(changed.der) }
        changed = message
        changed[1, 0, 4].elements = [DERNode(0x04, [])]
        #expect(throws: CMSError.malformed(.signedData)) { try ContentInfo.read(changed.der) }
    }

    @Test("refuses content, attributes or signature with any octet changed")
    func changedOctets() throws {
        for index in CMSSamples.content.indices {
            var changed = message
            changed[1, 0, 2, 1, 0].octets[index] ^= 1
            #expect(throws: CMSError.badSignature) { try verify(changed) }
        }
        for index in message[1, 0, 4, 0, 5].octets.indices {
            var changed = message
            changed[1, 0, 4, 0, 5].octets[index] ^= 1
            #expect(throws: CMSError.self) { try verify(changed) }
        }
        let time = try #require(attribute(.signingTime))
        var changed = message
        changed[1, 0, 4, 0, Self.attributes, time, 1, 0].octets[5] ^= 1
        #expect(throws: CMSError.self) { try verify(changed) }
    }

    @Test("does not use the certificates in the message")
    func otherCertificate() throws {
        let bob = try TestLab.shared().identity(.bob)
        var unnamed = message
        unnamed.removeSignedAttribute(AttributeType.signingCertificateV2)
        try unnamed.sign(by: alice.key)
        #expect(try verify(unnamed) == CMSSamples.content)
        #expect(throws: CMSError.badSignature) {
            try CMSSamples.signedData(unnamed.der).verify(signedBy: bob.certificate)
        }
    }

    @Test("refuses content if it is detached, and missing content if it is not")
    func detached() throws {
        let detached = try CMSSamples.signedData(CMSSamples.signed(form: .detached))
        #expect(throws: CMSError.malformed(.signedData)) { try detached.verify(signedBy: alice.certificate) }
        let opaque = try CMSSamples.signedData(message.der)
        #expect(throws: CMSError.malformed(.signedData)) {
            try opaque.verify(signedBy: alice.certificate, detachedContent: CMSSamples.content)
        }
    }
}
