import TestSupport
import Testing

@testable import CMS

/// CMSAlgorithmProtection (RFC 6211).
@Suite("The algorithms that a signer protects")
struct AlgorithmProtectionTests {
    private static func identifier(_ type: ObjectIdentifier, _ parameters: DERNode? = nil) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(type.octets))] + (parameters.map { [$0] } ?? []))
    }

    private static func protection(_ digest: DERNode, _ signature: DERNode, tag: UInt8 = 0xA1) -> DERNode {
        DERNode(0x30, elements: [digest, DERNode(tag, elements: signature.elements)])
    }

    /// A message of `identity` with the attribute, signed again.
    private func message(
        _ value: DERNode..., by identity: TestIdentity? = nil, rsaSignature: Signer.RSASignature = .pkcs1
    ) throws -> (octets: [UInt8], signer: TestIdentity) {
        let identity = try identity ?? TestLab.shared().identity(.alice)
        let signer = try Signer(
            certificate: identity.certificate, key: identity.key, rsaSignature: rsaSignature)
        var message = try DERNode(
            parsing: signer.sign(CMSSamples.content, form: .opaque, signingTime: TestLab.now))
        message.signedAttributes.append(
            DERNode(
                0x30,
                elements: [DERNode(0x06, AttributeType.algorithmProtection), DERNode(0x31, elements: value)]))
        try message.sign(by: identity.key, saltOctets: rsaSignature == .pss ? 32 : nil)
        return (message.der, identity)
    }

    @Test("are those of the SignerInfo, with or without NULL")
    func same() throws {
        let null = DERNode(0x05, [])
        for (digest, signature) in [
            (Self.identifier(.sha256), Self.identifier(.ecdsaWithSHA256)),
            (Self.identifier(.sha256, null), Self.identifier(.ecdsaWithSHA256, null)),
        ] {
            let message = try message(Self.protection(digest, signature))
            let data = try CMSSamples.signedData(message.octets)
            _ = try data.verify(signedBy: message.signer.certificate)
        }
    }

    @Test("if others, are refused, although the signature is right")
    func others() throws {
        let (digest, signature) = (Self.identifier(.sha256), Self.identifier(.ecdsaWithSHA256))
        for value in [
            Self.protection(Self.identifier(.sha1), signature),
            Self.protection(Self.identifier(.sha512), signature),
            Self.protection(digest, Self.identifier(.ecdsaWithSHA384)),
            Self.protection(digest, Self.identifier(.sha256WithRSA)),
            Self.protection(Self.identifier(.sha256, DERNode(0x02, [1])), signature),
            // A MAC instead of a signature, both, and none.
            Self.protection(digest, signature, tag: 0xA2), DERNode(0x30, elements: [digest]),
            DERNode(
                0x30,
                elements: [
                    digest, DERNode(0xA1, elements: signature.elements),
                    DERNode(0xA2, elements: signature.elements),
                ]), DERNode(0x30, elements: []), DERNode(0x04, []),
        ] {
            let octets = try message(value).octets
            #expect(throws: CMSError.malformed(.algorithmProtection)) { try ContentInfo.read(octets) }
        }
        #expect(
            CMSError.malformed(.algorithmProtection).description
                == "the algorithms of the SignerInfo are not those that CMSAlgorithmProtection names")
    }

    @Test("come once and with one value")
    func once() throws {
        let value = Self.protection(Self.identifier(.sha256), Self.identifier(.ecdsaWithSHA256))
        let octets = try message(value, value).octets
        #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(octets) }
    }

    @Test("may state what is the default of RSASSA-PSS, and no other salt (RFC 6211 §3)")
    func defaults() throws {
        let alice = try TestLab.shared().identity(.alice, .rsa(bits: 2048))
        let hash = Self.identifier(.sha256)
        func parameters(_ more: DERNode...) -> DERNode {
            Self.identifier(
                .rsaPSS,
                DERNode(
                    0x30,
                    elements: [
                        DERNode(0xA0, elements: [hash]),
                        DERNode(0xA1, elements: [Self.identifier(.maskGeneration1, hash)]),
                    ] + more))
        }
        let salt = DERNode(0xA2, elements: [DERNode(0x02, [32])])
        let trailer = DERNode(0xA3, elements: [DERNode(0x02, [1])])
        for same in [parameters(salt), parameters(salt, trailer)] {
            let message = try message(Self.protection(hash, same), by: alice, rsaSignature: .pss)
            _ = try CMSSamples.signedData(message.octets).verify(signedBy: alice.certificate)
        }
        for other in [parameters(), parameters(DERNode(0xA2, elements: [DERNode(0x02, [20])]))] {
            let octets = try message(Self.protection(hash, other), by: alice, rsaSignature: .pss).octets
            #expect(throws: CMSError.malformed(.algorithmProtection)) { try ContentInfo.read(octets) }
        }
    }
}
