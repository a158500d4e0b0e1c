import TestSupport
import Testing

@testable import CMS

@Suite("CertificateIdentifier")
struct CertificateIdentifierTests {
    private let facts: Certificate.Facts
    private let certificate: Certificate

    init() throws {
        certificate = try TestLab.shared().identity(.alice).certificate
        facts = certificate.facts
    }

    private func names(issuer: [UInt8], serial: [UInt8]) -> Bool {
        CertificateIdentifier.issuerAndSerialNumber(issuer: issuer, serialNumber: serial).names(certificate)
    }

    @Test("identifies a certificate by the whole issuer and the whole serial number")
    func issuerAndSerialNumber() {
        #expect(names(issuer: facts.issuerDER, serial: facts.serialNumberOctets))
        #expect(!names(issuer: facts.issuerDER, serial: Array(facts.serialNumberOctets.dropLast())))
        #expect(!names(issuer: facts.issuerDER, serial: []))
        #expect(!names(issuer: [], serial: facts.serialNumberOctets))
        #expect(!names(issuer: [0x30, 0x00], serial: facts.serialNumberOctets))
    }

    @Test("ignores the case of letters and the kind of string (RFC 5280 §7.1)")
    func equalNames() throws {
        var name = try DERNode(parsing: facts.issuerDER)
        for index in name.elements.indices {
            let text = String(decoding: name[index, 0, 1].octets, as: UTF8.self)
            name[index, 0, 1] = DERNode(0x13, Array(text.uppercased().utf8))
        }
        #expect(name.der != facts.issuerDER)
        #expect(names(issuer: name.der, serial: facts.serialNumberOctets))
        name.elements.removeLast()
        #expect(!names(issuer: name.der, serial: facts.serialNumberOctets))
    }

    @Test("identifies a certificate by its key identifier, and none without that extension")
    func keyIdentifier() throws {
        let identifier = try #require(facts.subjectKeyIdentifier)
        #expect(CertificateIdentifier.subjectKeyIdentifier(identifier).names(certificate))
        #expect(!CertificateIdentifier.subjectKeyIdentifier([]).names(certificate))
        let pem = try Vectors.octets("rfc8591/alice_cert_from_fig1.pem")
        let without = try Certificate.certificates(pem: pem)[0]
        #expect(without.facts.subjectKeyIdentifier == nil)
        #expect(!CertificateIdentifier.subjectKeyIdentifier([]).names(without))
    }

    @Test("is refused beyond 4 KiB, whether issuer, serial number or key identifier")
    func bounded() throws {
        let serial = DERNode(0x02, [1])
        func read(_ node: DERNode) throws(CMSError) -> CertificateIdentifier {
            var reader = DERReader(node.der[...], structure: .signerInfo)
            return try CertificateIdentifier(next: &reader, in: .signerInfo)
        }
        // Two headers of four octets and the serial number make 11.
        for (count, isRead) in [(4085, true), (4086, false)] {
            let octets = [UInt8](repeating: 0, count: count)
            let name = DERNode(0x30, elements: [DERNode(0x04, Array(octets.dropLast(4)))])
            let issuer = DERNode(0x30, elements: [name, serial])
            let number = DERNode(0x30, elements: [DERNode(0x30, []), DERNode(0x02, octets + [0])])
            let key = DERNode(0x80, octets + [UInt8](repeating: 0, count: 7))
            for node in [issuer, number, key] {
                if isRead {
                    _ = try read(node)
                } else {
                    #expect(throws: CMSError.malformed(.signerInfo)) { try read(node) }
                }
            }
        }
    }

    @Test("has a description, whatever its octets")
    func description() {
        let own = CertificateIdentifier.issuerAndSerialNumber(
            issuer: facts.issuerDER, serialNumber: facts.serialNumberOctets)
        #expect(own.description == "\(facts.issuer), serial \(facts.serialNumber)")
        let noise = CertificateIdentifier.issuerAndSerialNumber(issuer: [1, 2], serialNumber: [0xAB])
        #expect(noise.description == "unreadable issuer, serial AB")
        #expect(CertificateIdentifier.subjectKeyIdentifier([1, 0xFF]).description == "key identifier 01FF")
    }
}
