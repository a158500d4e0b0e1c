import Testing
import XML

/// The encodings that a reader detects by the first octets: XML 1.0 (fifth edition), appendix F.1.
@Suite("The start of XML")
struct XMLStartTests {
    /// Writes each scalar in units of this width; `order` names, for each octet of a
    /// unit, its significance from 0.
    private func octets(_ text: String, order: [UInt32]) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in order.map { UInt8(scalar.value >> (8 * $0) & 0xFF) } }
    }

    private static let orders: [[UInt32]] = [
        [0], [1, 0], [0, 1], [3, 2, 1, 0], [0, 1, 2, 3], [2, 3, 0, 1], [1, 0, 3, 2],
    ]

    @Test("is found in every order of octets, after white space of every kind", arguments: orders)
    func whiteSpace(order: [UInt32]) {
        for text in ["<", "<a/>", " <", "\t<", "\n<", "\r<", " \t\r\n<?xml", "\n\n\n<!-- -->"] {
            #expect(XMLStart.isMarkup(octets(text, order: order)), "\(text)")
        }
    }

    @Test("is found after one byte order mark or several", arguments: orders.dropFirst())
    func mark(order: [UInt32]) {
        for text in ["\u{FEFF}<", "\u{FEFF}\u{FEFF} <", " \u{FEFF}<"] {
            #expect(XMLStart.isMarkup(octets(text, order: order)), "\(text)")
            #expect(XMLStart.isMarkup(Array(text.utf8)), "\(text)")
        }
    }

    @Test("is not found if another character comes first", arguments: orders)
    func others(order: [UInt32]) {
        for text in ["", " ", "\t\r\n", "a<", ">", "&lt;", " a <", "\u{B}<", "presence: <presence/>", "{}"] {
            #expect(!XMLStart.isMarkup(octets(text, order: order)), "\(text)")
        }
    }

    @Test("is not found in a part of a byte order mark, nor in a unit that is cut off")
    func partial() {
        for octets: [UInt8] in [
            [0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x3C], [0xBB, 0xBF, 0x3C], [0xFE], [0xFE, 0xFF], [0, 0, 0],
            [0xFE, 0xFF, 0], [0xFF, 0xFE, 0x20, 0],
        ] {
            #expect(!XMLStart.isMarkup(octets), "\(octets)")
        }
    }

    @Test("is found in EBCDIC by the first four octets of the declaration, and by no fewer")
    func ebcdic() {
        let declaration: [UInt8] = [0x4C, 0x6F, 0xA7, 0x94]
        #expect(XMLStart.isMarkup(declaration))
        #expect(XMLStart.isMarkup(declaration + [0x93]))
        for index in declaration.indices {
            var other = declaration
            other[index] ^= 1
            #expect(!XMLStart.isMarkup(other))
            #expect(!XMLStart.isMarkup(Array(declaration.prefix(index))))
        }
    }

    @Test("is found again and again in the same octets, however many spaces precede it")
    func long() {
        for order in Self.orders {
            let text = String(repeating: " ", count: 10_000)
            #expect(XMLStart.isMarkup(octets(text + "<", order: order)))
            #expect(!XMLStart.isMarkup(octets(text + "x", order: order)))
        }
    }
}
