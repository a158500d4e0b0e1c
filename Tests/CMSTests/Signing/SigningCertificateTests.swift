import TestSupport
import Testing

@testable import CMS

/// The attributes of RFC 2634 §5.4 and RFC 5035 §3.
@Suite("A certificate that a signature identifies")
struct SigningCertificateTests {
    private let alice: TestIdentity
    private let bob: TestIdentity

    init() throws {
        alice = try TestLab.shared().identity(.alice)
        bob = try TestLab.shared().identity(.bob)
    }

    /// Alice's message, signed without an attribute about its certificate, with others added afterwards.
    private func message(_ attributes: [DERNode]) throws -> [UInt8] {
        var message = try DERNode(parsing: CMSSamples.signed())
        message.removeSignedAttribute(AttributeType.signingCertificateV2)
        try message.sign(by: alice.key)
        message[1, 0, 4, 0, 3].elements += attributes
        return message.der
    }

    private func attribute(_ type: ObjectIdentifier, _ identifiers: [DERNode]) -> DERNode {
        let value = DERNode(0x30, elements: [DERNode(0x30, elements: identifiers)])
        return DERNode(
            0x30, elements: [DERNode(0x06, Array(type.octets)), DERNode(0x31, elements: [value])])
    }

    private func identifier(
        _ certificate: Certificate, _ digest: DigestAlgorithm, named: [UInt8]? = nil, issuer: [DERNode] = []
    ) throws -> DERNode {
        let algorithm = named.map { [DERNode(0x30, elements: [DERNode(0x06, $0)])] } ?? []
        let hash = DERNode(0x04, try digest.value(of: certificate.der))
        return DERNode(0x30, elements: algorithm + [hash] + issuer)
    }

    private func issuerSerial(_ certificate: Certificate, tag: UInt8 = 0xA4) throws -> DERNode {
        let name = DERNode(tag, elements: [try DERNode(parsing: certificate.facts.issuerDER)])
        return DERNode(
            0x30,
            elements: [
                DERNode(0x30, elements: [name]), DERNode(0x02, certificate.facts.serialNumberOctets),
            ])
    }

    @Test("is the only one that verifies it, by every digest of both attributes")
    func admits() throws {
        let certificate = alice.certificate
        let issuer = [try issuerSerial(certificate)]
        let attributes = [
            attribute(.signingCertificate, [try identifier(certificate, .sha1)]),
            attribute(.signingCertificate, [try identifier(certificate, .sha1, issuer: issuer)]),
            attribute(.signingCertificateV2, [try identifier(certificate, .sha256)]),
            attribute(
                .signingCertificateV2,
                [
                    try identifier(
                        certificate, .sha512, named: Array(ObjectIdentifier.sha512.octets), issuer: issuer),
                    try identifier(bob.certificate, .sha256),
                ]),
            attribute(
                .signingCertificateV2,
                [try identifier(certificate, .sha384, named: Array(ObjectIdentifier.sha384.octets))]),
        ]
        for attribute in attributes {
            let data = try CMSSamples.signedData(message([attribute]))
            #expect(data.signer.admits(certificate) && !data.signer.admits(bob.certificate))
            // The attribute was added afterwards, so that the signature does not match any more.
            #expect(throws: CMSError.badSignature) { try data.verify(signedBy: certificate) }
            #expect(throws: CMSError.signingCertificateMismatch(bob.certificate)) {
                try data.verify(signedBy: bob.certificate)
            }
        }
        #expect(try CMSSamples.signedData(message([])).signer.admits(bob.certificate))
    }

    @Test("is named by every signature: by SHA-256, which is the default, and nothing else (RFC 5035 §3)")
    func own() throws {
        let message = try DERNode(parsing: CMSSamples.signed())
        let hash = DERNode(0x04, try DigestAlgorithm.sha256.value(of: alice.certificate.der))
        let expected = attribute(.signingCertificateV2, [DERNode(0x30, elements: [hash])])
        #expect(message.signedAttributes.contains(expected))
        let data = try CMSSamples.signedData(message.der)
        #expect(data.signer.namesItsCertificate && data.signer.admits(alice.certificate))
        #expect(throws: CMSError.signingCertificateMismatch(bob.certificate)) {
            try data.verify(signedBy: bob.certificate)
        }
    }

    @Test("must be the same in both attributes, and match the stated issuer and serial number")
    func disagreement() throws {
        let first = attribute(.signingCertificate, [try identifier(alice.certificate, .sha1)])
        let second = attribute(.signingCertificateV2, [try identifier(bob.certificate, .sha256)])
        let other = attribute(
            .signingCertificateV2,
            [try identifier(alice.certificate, .sha256, issuer: [issuerSerial(bob.certificate)])])
        for attributes in [[first, second], [other]] {
            let data = try CMSSamples.signedData(message(attributes))
            #expect(!data.signer.admits(alice.certificate) && !data.signer.admits(bob.certificate))
        }
    }

    @Test("is refused if an attribute is duplicate or empty, or has an unknown digest")
    func malformed() throws {
        let one = attribute(.signingCertificateV2, [try identifier(alice.certificate, .sha256)])
        var values = one
        values[1].elements.append(one[1, 0])
        let name = try issuerSerial(alice.certificate, tag: 0xA1)
        for attributes in [
            [one, one], [values], [attribute(.signingCertificateV2, [])],
            [attribute(.signingCertificateV2, [DERNode(0x30, elements: [])])],
            [attribute(.signingCertificateV2, [try identifier(alice.certificate, .sha256, issuer: [name])])],
        ] {
            #expect(throws: CMSError.malformed(.signedAttributes)) {
                try ContentInfo.read(message(attributes))
            }
        }
        let unknown = attribute(
            .signingCertificateV2, [try identifier(alice.certificate, .sha256, named: [0x2A, 0x03])])
        #expect(throws: CMSError.unsupportedAlgorithm("1.2.3", .digest)) {
            try ContentInfo.read(message([unknown]))
        }
    }
}
