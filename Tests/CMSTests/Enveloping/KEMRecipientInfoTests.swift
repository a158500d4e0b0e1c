import TestSupport
import Testing

@testable import CMS

/// Recipients by KEM (RFC 9629) are named, and never opened.
@Suite("A recipient by KEM")
struct KEMRecipientInfoTests {
    /// OtherRecipientInfo with id-ori-kem around a KEMRecipientInfo for `identifier`, by ML-KEM-768.
    static func recipient(_ identifier: DERNode) -> DERNode {
        let kem = DERNode(
            0x30, elements: [DERNode(0x06, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x04, 0x02])])
        let value = DERNode(
            0x30,
            elements: [
                DERNode(0x02, [0]), identifier, kem, DERNode(0x04, [UInt8](repeating: 1, count: 1088)),
                DERNode(
                    0x30,
                    elements: [
                        DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 3, 28])
                    ]),
                DERNode(0x02, [32]), DERNode(0x30, elements: [DERNode(0x06, [0x2A, 3])]),
                DERNode(0x04, [UInt8](repeating: 2, count: 40)),
            ])
        return other([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 13, 3], value)
    }

    static func other(_ type: [UInt8], _ value: DERNode) -> DERNode {
        DERNode(0xA4, elements: [DERNode(0x06, type), value])
    }

    private func message(_ recipients: DERNode...) throws -> [UInt8] {
        var message = try DERNode(parsing: CMSSamples.enveloped())
        message[1, 0, 1].elements += recipients
        return message.der
    }

    @Test("is named with its KEM and identifier, and refused before a key is used")
    func named() throws {
        let bob = try TestLab.shared().identity(.bob)
        let name = DERNode(0x80, try #require(bob.certificate.facts.subjectKeyIdentifier))
        var alone = try DERNode(parsing: message())
        alone[1, 0, 1].elements = [Self.recipient(name)]
        let data = try CMSSamples.envelopedData(alone.der)
        let error = CMSError.unsupportedAlgorithm(
            "KEMRecipientInfo with 2.16.840.1.101.3.4.4.2", .keyManagement)
        #expect(data.unsupportedKeyManagement == error)
        #expect(data.recipients.map(\.keyManagement) == [nil])
        #expect(data.recipients(naming: bob.certificate).count == 1)
        #expect(throws: error) { try CMSSamples.decrypt(alone.der) }
    }

    @Test("does not keep the other recipients from opening, well formed or not")
    func beside() throws {
        let kem = try #require(
            Self.recipient(DERNode(0x80, [1, 2, 3])).elements.first?.octets)
        for recipient in [
            Self.recipient(DERNode(0x80, [1, 2, 3])), Self.other(kem, DERNode(0x05, [])),
            Self.other(kem, DERNode(0x30, elements: [])), Self.other([0x2A, 3], DERNode(0x05, [])),
            DERNode(0xA4, elements: []), DERNode(0xA3, elements: []), DERNode(0xA2, elements: []),
        ] {
            let octets = try message(recipient)
            #expect(try CMSSamples.envelopedData(octets).unsupportedKeyManagement == nil)
            #expect(try CMSSamples.decrypt(octets) == CMSSamples.content)
        }
    }

    @Test("is named without its KEM if it is not well formed, and no other kind is named so")
    func malformed() throws {
        let kem = try #require(
            Self.recipient(DERNode(0x80, [1, 2, 3])).elements.first?.octets)
        for (recipient, name) in [
            (Self.other(kem, DERNode(0x30, elements: [])), "KEMRecipientInfo"),
            (Self.other(kem, DERNode(0x05, [])), "KEMRecipientInfo"),
            (Self.other([0x2A, 3], DERNode(0x30, elements: [])), nil),
            (DERNode(0xA3, elements: []), nil),
        ] as [(DERNode, String?)] {
            var alone = try DERNode(parsing: message())
            alone[1, 0, 1].elements = [recipient]
            let data = try CMSSamples.envelopedData(alone.der)
            #expect(
                data.unsupportedKeyManagement
                    == name.map { CMSError.unsupportedAlgorithm($0, .keyManagement) })
            #expect(data.recipients.map(\.identifier) == [nil])
        }
    }
}
