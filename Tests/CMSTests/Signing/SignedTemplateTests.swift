import Foundation
import TestSupport
import Testing

@testable import CMS

/// The parts of a SignedData that are written before each message, with what differs left open.
@Suite("The template of a signature")
struct SignedTemplateTests {
    private let alice: TestIdentity
    private let encryption: Certificate

    init() throws {
        alice = try TestLab.shared().identity(.alice)
        encryption = try TestLab.shared().identity(.alice, .x25519).certificate
    }

    private func template(
        encryption: Certificate? = nil, digest: DigestAlgorithm = .sha256, timeOctets: Int = 15
    ) -> SignedAttributesTemplate {
        SignedAttributesTemplate(
            signer: alice.certificate, encryption: encryption, digest: digest, timeOctets: timeOctets)
    }

    @Test(
        "holds every attribute once, in DER order, with digest and time in their places",
        arguments: DigestAlgorithm.allCases,
        [DERNode(0x17, Array("261123120000Z".utf8)), DERNode(0x18, Array("20501123120000Z".utf8))])
    func attributes(digest: DigestAlgorithm, time: DERNode) throws {
        for encryption in [nil, encryption] {
            let stated = try digest.value(of: [1, 2, 3])
            let template = template(encryption: encryption, digest: digest, timeOctets: time.der.count)
            let octets = template.filled(digest: stated, time: time.der)
            let set = try DERNode(parsing: octets)
            #expect(set.identifier == 0x31 && set.elements.count == (encryption == nil ? 5 : 6))
            let encodings = set.elements.map(\.der)
            #expect(encodings == encodings.sorted { $0.lexicographicallyPrecedes($1) })
            func value(_ type: ObjectIdentifier) -> DERNode? {
                set.elements.first { $0[0].octets.elementsEqual(type.octets) }?[1, 0]
            }
            #expect(value(.contentType) == DERNode(0x06, Array(ObjectIdentifier.data.octets)))
            #expect(value(.messageDigest) == DERNode(0x04, stated))
            #expect(value(.signingTime) == time)
            #expect(try value(.capabilities) == DERNode(parsing: SMIMECapabilities.own.der))
            let hash = DERNode(0x04, SHA256.digest(of: alice.certificate.der))
            #expect(value(.signingCertificateV2)?[0, 0].elements == [hash])
            var preference = try encryption.map { try DERNode(parsing: $0.issuerAndSerialNumber) }
            preference?.identifier = 0xA0
            #expect(value(.encryptionKeyPreference) == preference)
        }
    }

    @Test("is not changed by what it is filled with")
    func reuse() throws {
        let template = template()
        let time = DERNode(0x17, Array("261123120000Z".utf8)).der
        let first = template.filled(digest: [UInt8](repeating: 1, count: 32), time: time)
        let second = template.filled(digest: [UInt8](repeating: 2, count: 32), time: time)
        #expect(first.count == second.count)
        #expect(zip(first, second).filter { $0 != $1 }.count == 32)
        #expect(template.filled(digest: [UInt8](repeating: 1, count: 32), time: time) == first)
    }

    @Test("is read as what it states")
    func readBack() throws {
        let time = DERNode(0x17, Array("261123120000Z".utf8)).der
        let digest = SHA256.digest(of: CMSSamples.content)
        let octets = template(encryption: encryption).filled(digest: digest, time: time)
        var reader = DERReader(octets[...], structure: .signedAttributes)
        let read = try SignedAttributes(reader.next())
        #expect(read.der == octets && read.messageDigest == digest && read.signingTime == TestLab.now)
        #expect(read.signingCertificates.map { $0.names(alice.certificate) } == [true])
        #expect(read.signingCertificates.map { $0.names(encryption) } == [false])
        #expect(read.algorithmProtection == nil && !read.hasCountersignature)
    }

    private func signed(_ encryption: Certificate? = nil, at instant: Date) throws -> [UInt8] {
        try Signer(certificate: alice.certificate, key: alice.key, encryptionCertificate: encryption)
            .sign(CMSSamples.content, form: .opaque, signingTime: instant)
    }

    @Test("of another length of time is made for messages before 1950 and after 2049 (RFC 5652 §11.3)")
    func generalizedTime() throws {
        for (seconds, identifier) in [
            (2_524_607_999.0, 0x17), (2_524_608_000, 0x18), (-631_152_000, 0x17), (-631_152_001, 0x18),
        ] as [(Double, UInt8)] {
            let instant = Date(timeIntervalSince1970: seconds)
            let message = try signed(at: instant)
            let attribute = try DERNode(parsing: message).signedAttributes
                .first { $0[0].octets == AttributeType.signingTime }
            #expect(attribute?[1, 0].identifier == identifier, "\(seconds)")
            let data = try CMSSamples.signedData(message)
            #expect(data.signer.signingTime == instant)
            _ = try data.verify(signedBy: alice.certificate)
        }
        for seconds in [Double.infinity, .nan, 1e15] {
            #expect(throws: CMSError.self) { try signed(at: Date(timeIntervalSince1970: seconds)) }
        }
    }

    @Test("has the certificates in DER order, and names the one to encrypt for (RFC 8551 §2.5.3)")
    func certificates() throws {
        let message = try signed(encryption, at: TestLab.now)
        let node = try DERNode(parsing: message)
        let written = node[1, 0, 3].elements.map(\.der)
        let expected = [alice.certificate.der, encryption.der]
        #expect(written == expected.sorted { $0.lexicographicallyPrecedes($1) })
        let signer = try CMSSamples.signedData(message).signer
        #expect(signer.encryptionKeyPreference?.names(encryption) == true)
        #expect(signer.encryptionKeyPreference?.names(alice.certificate) == false)
        #expect(try CMSSamples.signedData(signed(at: TestLab.now)).signer.encryptionKeyPreference == nil)
    }

    @Test(
        "has lengths that fit its content, whatever number of octets they take",
        arguments: [0, 1, 127, 128, 255, 256, 65_535, 65_536])
    func lengths(count: Int) throws {
        let content = [UInt8](repeating: 0x61, count: count)
        for form in [Signer.Form.opaque, .detached] {
            let message = try CMSSamples.signed(form: form, content: content)
            // Parsed and written again, it has the same octets: every length is right and minimal.
            let node = try DERNode(parsing: message)
            #expect(node.der == message)
            #expect(node[1, 0, 2].elements.count == (form == .opaque ? 2 : 1))
            let data = try CMSSamples.signedData(message)
            let found = try data.verify(
                signedBy: alice.certificate, detachedContent: form == .detached ? content : nil)
            #expect(found.content == content)
        }
    }
}
