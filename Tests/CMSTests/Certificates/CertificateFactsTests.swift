import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("The facts of a certificate")
struct CertificateFactsTests {
    private let alice: Certificate

    init() throws { alice = try TestLab.shared().identity(.alice).certificate }

    private func changed(_ change: (inout DERNode) throws -> Void) throws -> Certificate {
        var node = try DERNode(parsing: alice.der)
        try change(&node)
        return try Certificate(der: node.der)
    }

    /// Alice's certificate with another value of an extension, or without it.
    private func with(_ number: UInt8, _ value: [UInt8]?) throws -> Certificate {
        try changed { node in
            node[0, 7, 0].elements.removeAll { $0[0].octets == [0x55, 0x1D, number] }
            guard let value else { return }
            node[0, 7, 0].elements.append(
                DERNode(0x30, elements: [DERNode(0x06, [0x55, 0x1D, number]), DERNode(0x04, value)]))
        }
    }

    @Test("have no key usage if the extension is absent, and otherwise each bit of it")
    func keyUsage() throws {
        #expect(try with(15, nil).facts.keyUsage == nil)
        for (octets, usage) in [
            ([7, 0x80], .digitalSignature), ([6, 0x40], .nonRepudiation), ([5, 0x20], .keyEncipherment),
            ([3, 0x08], .keyAgreement), ([2, 0x04], .keyCertSign), ([1, 0x02], .cRLSign),
            ([3, 0xA8], [.digitalSignature, .keyEncipherment, .keyAgreement]),
        ] as [([UInt8], KeyUsage)] {
            #expect(try with(15, DERNode(0x03, octets).der).facts.keyUsage == usage)
        }
    }

    @Test("have the purposes of the extended key usage in order, and none if it is absent")
    func extendedKeyUsage() throws {
        #expect(try with(37, nil).facts.extendedKeyUsage == nil)
        let purposes = DERNode(
            0x30, elements: [DERNode(0x06, [0x2A, 3, 4]), DERNode(0x06, [0x55, 0x1D, 37, 0])])
        #expect(try with(37, purposes.der).facts.extendedKeyUsage == ["1.2.3.4", "2.5.29.37.0"])
        #expect(throws: CMSError.malformed(.certificate)) { try with(37, [0x30, 1]) }
    }

    @Test("are an authority's only with basicConstraints that say so")
    func authority() throws {
        let isTrue = DERNode(0x01, [0xFF])
        #expect(try !with(19, nil).facts.isCertificationAuthority)
        #expect(try !with(19, DERNode(0x30, elements: []).der).facts.isCertificationAuthority)
        #expect(try with(19, DERNode(0x30, elements: [isTrue]).der).facts.isCertificationAuthority)
    }

    @Test("have the serial number with all of its octets, negative or not")
    func serialNumber() throws {
        for (octets, text) in [
            ([0x00], "00"), ([0x7F], "7F"), ([0x00, 0x80], "0080"), ([0x80], "80"),
            ([UInt8](repeating: 0x11, count: 20), String(repeating: "11", count: 20)),
        ] as [([UInt8], String)] {
            let certificate = try changed { $0[0, 1] = DERNode(0x02, octets) }
            #expect(certificate.facts.serialNumber == text)
            #expect(certificate.facts.serialNumberOctets == octets)
        }
    }

    @Test("have the names in RFC 2253 form, with escapes, and their DER as it came")
    func names() throws {
        let name = DERNode(
            0x30,
            elements: ([(10, "a,b"), (3, "Grüße")] as [(UInt8, String)]).map { type, text in
                let value = DERNode(0x0C, Array(text.utf8))
                let attribute = DERNode(0x30, elements: [DERNode(0x06, [0x55, 0x04, type]), value])
                return DERNode(0x31, elements: [attribute])
            })
        let certificate = try changed { $0[0, 5] = name }
        #expect(certificate.facts.subject == #"CN=Gr\C3\BC\C3\9Fe,O=a\,b"#)
        #expect(certificate.facts.subjectDER == name.der)
        #expect(Certificate.text(ofName: name.der) == certificate.facts.subject)
        #expect(Certificate.text(ofName: [0x30, 1]) == nil)
        #expect(try changed { $0[0, 5] = DERNode(0x30, elements: []) }.facts.subject.isEmpty)
    }

    @Test("compare names without regard to case, blanks and type of string (RFC 5280 §7.1)")
    func nameComparison() {
        func name(_ text: String, tag: UInt8 = 0x0C) -> [UInt8] {
            let value = DERNode(tag, Array(text.utf8))
            let attribute = DERNode(0x30, elements: [DERNode(0x06, [0x55, 0x04, 3]), value])
            return DERNode(0x30, elements: [DERNode(0x31, elements: [attribute])]).der
        }
        for same in [name("example ca"), name("EXAMPLE CA", tag: 0x13), name(" Example  CA ")] {
            #expect(namesAreEqual(name("Example CA"), same) && namesAreEqual(same, name("Example CA")))
        }
        for other in [name("Example CB"), name("ExampleCA"), [0x30, 0], [], [0x30, 1]] {
            #expect(!namesAreEqual(name("Example CA"), other))
        }
        // What is no name equals nothing, not even itself.
        #expect(!namesAreEqual([1, 2], [1, 2]))
    }

    @Test("have times of either form, and are malformed with an impossible one")
    func times() throws {
        let certificate = try changed {
            $0[0, 4, 0] = DERNode(0x17, Array("500101000000Z".utf8))
            $0[0, 4, 1] = DERNode(0x18, Array("99991231235959Z".utf8))
        }
        #expect(certificate.facts.notBefore.internetTime == "1950-01-01T00:00:00Z")
        #expect(certificate.facts.notAfter.internetTime == "9999-12-31T23:59:59Z")
        for time in ["261301000000Z", "260101250000Z", "2601010000", ""] {
            #expect(throws: CMSError.malformed(.certificate), "\(time)") {
                try changed { $0[0, 4, 0] = DERNode(0x17, Array(time.utf8)) }
            }
        }
    }

    @Test("belong to the octets: another octet makes another certificate, and the same ones the same")
    func identity() throws {
        let copy = try Certificate(der: alice.der)
        #expect(copy == alice && copy.hashValue == alice.hashValue && copy.fingerprint == alice.fingerprint)
        let other = try changed { $0[2].octets[$0[2].octets.count - 1] ^= 1 }
        #expect(other != alice && other.fingerprint != alice.fingerprint)
        #expect(other.hasSameKey(as: alice))
        #expect(try !TestLab.shared().identity(.bob).certificate.hasSameKey(as: alice))
    }

    @Test("are read from exactly one certificate in DER")
    func decoding() throws {
        for octets in [[], [0x30], alice.der + [0], Array(alice.der.dropLast()), try alice.pem()] {
            #expect(throws: CMSError.malformed(.certificate)) { try Certificate(der: octets) }
        }
    }

    @Test("are read from every block of PEM, between other text, up to 1,000")
    func pem() throws {
        let bob = try TestLab.shared().identity(.bob).certificate
        let key = try TestLab.shared().identity(.bob).key.pem().copied()
        let text = Array("alice\n".utf8) + (try alice.pem()) + key + (try bob.pem()) + Array("end\n".utf8)
        #expect(try Certificate.certificates(pem: text) == [alice, bob])
        for none in [[], Array("hello".utf8), key] {
            #expect(throws: CMSError.noCertificate) { try Certificate.certificates(pem: none) }
        }
        let cut = try text + bob.pem().dropLast(30)
        let wrong = Array("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        for broken in [cut, text + wrong] {
            #expect(throws: CMSError.malformed(.certificate)) { try Certificate.certificates(pem: broken) }
        }
        let many = try (0..<1000).flatMap { _ in try alice.pem() }
        #expect(try Certificate.certificates(pem: many).count == 1000)
        #expect(throws: CMSError.tooMany(.certificate, limit: 1000)) {
            try Certificate.certificates(pem: many + bob.pem())
        }
    }
}
