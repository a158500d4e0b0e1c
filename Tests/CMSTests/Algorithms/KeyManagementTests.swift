import TestSupport
import Testing

@testable import CMS

@Suite("KeyManagement")
struct KeyManagementTests {
    private static let oaep = DERNode(0x06, Array(ObjectIdentifier.rsaOAEP.octets))
    private static let sha256 = DERNode(
        0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.sha256.octets))])
    private static let label = DERNode(
        0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.pSpecified.octets)), DERNode(0x04, [1])])

    private func transport(_ parameters: DERNode...) throws(CMSError) -> KeyManagement {
        let identifier = DERNode(0x30, elements: [Self.oaep, DERNode(0x30, elements: parameters)])
        var reader = DERReader(identifier.der[...], structure: .recipientInfo)
        return try KeyManagement(transport: AlgorithmIdentifier(next: &reader, in: .recipientInfo))
    }

    @Test("reads OAEP with its defaults, with a digest and with a label (RFC 4055 §4.1)")
    func oaep() throws {
        #expect(try transport() == .rsaOAEPSHA1)
        #expect(try transport(DERNode(0xA0, elements: [Self.sha256])) == .rsaOAEP)
        #expect(try transport(DERNode(0xA2, elements: [Self.label])) == .rsaOAEPSHA1)
    }

    @Test(
        "refuses malformed OAEP parameters",
        arguments: [0xA0, 0xA1, 0xA2])
    func malformed(tag: UInt8) {
        let good = tag == 0xA2 ? Self.label : Self.sha256
        for elements in [[], [DERNode(0x05, [])], [good, DERNode(0x05, [])]] {
            #expect(throws: CMSError.malformed(.keyEncryptionParameters)) {
                try transport(DERNode(tag, elements: elements))
            }
        }
    }
}
