import TestSupport
import Testing

@testable import CMS

@Suite("DERReader")
struct DERReaderTests {
    private func elements(_ octets: [UInt8]) throws -> [DERElement] {
        var reader = DERReader(octets[...], structure: .contentInfo)
        var elements: [DERElement] = []
        while !reader.isAtEnd { elements.append(try reader.next()) }
        return elements
    }

    @Test("reads elements with short and long lengths")
    func lengths() throws {
        let long = [UInt8](repeating: 7, count: 300)
        let found = try elements([0x02, 0x01, 0x05, 0x04, 0x82, 0x01, 0x2C] + long + [0x05, 0x00])
        #expect(found.map(\.identifier) == [0x02, 0x04, 0x05])
        #expect(found[1].content.elementsEqual(long) && found[1].octets.count == 304)
    }

    @Test(
        "refuses octets that are not DER or incomplete",
        arguments: [
            [0x30], [0x30, 0x80, 0x00, 0x00], [0x04, 0x81, 0x7F] + [UInt8](repeating: 0, count: 127),
            [0x04, 0x82, 0x00, 0x80] + [UInt8](repeating: 0, count: 128), [0x04, 0x85, 0, 0, 0, 0, 1, 9],
            [0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x04, 0x88, 0x7F] + [UInt8](repeating: 0xFF, count: 7),
            [0x1F, 0x81, 0x00, 0x00], [0xBF, 0x20, 0x01, 0x00], [0x04, 0x02, 0x00], [0x04, 0x81],
            [0x04, 0xFF],
        ] as [[UInt8]])
    func notDER(octets: [UInt8]) {
        #expect(throws: CMSError.malformed(.contentInfo)) { try elements(octets) }
    }

    @Test("throws or reads, and never crashes, on 10,000 random inputs")
    func random() {
        var generator = SeededGenerator(seed: 5652)
        for _ in 0..<10_000 {
            let count = Int.random(in: 0...40, using: &generator)
            var octets = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            // Half of them begin like an element.
            if count > 2, Bool.random(using: &generator) {
                octets[0] = [0x30, 0x04, 0x02, 0xA0][Int.random(in: 0..<4, using: &generator)]
                octets[1] = UInt8(count - 2)
            }
            guard let found = try? elements(octets) else { continue }
            #expect(found.reduce(0) { $0 + $1.octets.count } == octets.count)
        }
    }
}
