import Testing

@testable import CMS

@Suite("ObjectIdentifier")
struct ObjectIdentifierTests {
    @Test(
        "is written with dots",
        arguments: [
            ([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2], "1.2.840.113549.1.7.2"),
            ([0x55, 0x1D, 0x11], "2.5.29.17"),
            ([0x88, 0x37, 0x03], "2.999.3"), ([0x00], "0.0"), ([], ""), ([0x2B, 0x86], "1.3"),
            ([0x2B, 0xBF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "1.3.?"),
            ([0x2B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x01], "1.3.72057594037927935.1"),
        ] as [([UInt8], String)])
    func dotted(octets: [UInt8], text: String) {
        #expect(ObjectIdentifier(octets).dotted == text)
    }

    @Test("has the octets it was made of, and equals no other", arguments: [0, 1, 9, 15, 16, 17, 40])
    func octets(count: Int) {
        let octets = (0..<count).map { UInt8($0 + 1) }
        let identifier = ObjectIdentifier(octets)
        #expect(Array(identifier.octets) == octets)
        #expect(identifier == ObjectIdentifier(([9] + octets).dropFirst()))
        #expect(identifier != ObjectIdentifier([0] + octets))
        #expect(identifier != ObjectIdentifier(octets + [0]))
        #expect(Set([identifier, ObjectIdentifier(octets)]).count == 1)
        guard count > 0 else { return }
        #expect(identifier != ObjectIdentifier(octets.dropLast() + [0xFF]))
    }

    @Test("of any length leads to a short error")
    func long() {
        let identifier = ObjectIdentifier([UInt8](repeating: 1, count: 1_000_000))
        #expect(
            throws: CMSError.unsupportedAlgorithm(
                "an object identifier of 1000000 octets", .contentEncryption)
        ) {
            try ContentCipher(identifier)
        }
    }
}
