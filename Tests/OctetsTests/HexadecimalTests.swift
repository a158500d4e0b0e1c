import Octets
import TestSupport
import Testing

@Suite("Hexadecimal digits and escapes of URIs")
struct HexadecimalTests {
    private let all = Array(UInt8.min ... .max)

    @Test("octets are two digits each, and digits of either case those octets again")
    func digits() {
        #expect(Hexadecimal.text([0x00, 0x0A, 0xF0, 0xFF]) == "000af0ff")
        #expect(Hexadecimal.text([0x00, 0x0A, 0xF0, 0xFF], .upperCase) == "000AF0FF")
        #expect(Hexadecimal.octets(Hexadecimal.text(all)) == all)
        #expect(Hexadecimal.octets(Hexadecimal.text(all, .upperCase)) == all)
        #expect(Hexadecimal.octets("") == [])
        for text in ["0", "0g", "g0", "0G", "0:", "0@", "123", "0x", " 0", "００"] {
            #expect(Hexadecimal.octets(text) == nil)
        }
    }

    @Test("a text is compared with octets without being read")
    func comparison() {
        #expect(Hexadecimal.isText(Hexadecimal.text(all), of: all))
        #expect(Hexadecimal.isText(Hexadecimal.text(all, .upperCase), of: all, .upperCase))
        #expect(Hexadecimal.isText("", of: []))
        for text in ["", "0", "0a", "0a0", "0a0b0c", "0A0b", "0a0c", "1a0b", "0a1b"] {
            #expect(!Hexadecimal.isText(text, of: [0x0A, 0x0B]))
        }
    }

    @Test("numbers have the digits of their type's width")
    func numbers() {
        #expect(Hexadecimal.text(ofNumber: UInt16(0x2028)) == "2028")
        #expect(Hexadecimal.text(ofNumber: UInt64(1)) == "0000000000000001")
        #expect(Hexadecimal.text(ofNumber: UInt64.max, .upperCase) == "FFFFFFFFFFFFFFFF")
    }

    @Test("escaped octets can be restored, and contain only the allowed characters")
    func escapes() {
        let escaped = PercentEncoding.escaped(all, keeping: ASCII.isAlphanumeric)
        #expect(escaped.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x25 })
        #expect(PercentEncoding.unescaped(Array(escaped.utf8)) == all)
        #expect(PercentEncoding.escaped("a b%".utf8, keeping: ASCII.isLetter) == "a%20b%25")
    }

    @Test("an escape is decoded once, and an incomplete one is unchanged")
    func unescapes() {
        func unescaped(_ text: String) -> String {
            String(decoding: PercentEncoding.unescaped(Array(text.utf8)), as: UTF8.self)
        }
        #expect(unescaped("%41%2541") == "A%41")
        for text in ["%", "%4", "%4g", "%g4", "100%"] { #expect(unescaped(text) == text) }
    }
}
