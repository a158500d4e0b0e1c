import Testing
import XML

@Suite("Grammars that vocabularies share")
struct XMLSyntaxTests {
    /// NameStartChar of XML 1.0 (fifth edition) §2.3, production 4, without the colon.
    private static let starting: [ClosedRange<UInt32>] = [
        0x41...0x5A, 0x5F...0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
        0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
        0xFDF0...0xFFFD, 0x10000...0xEFFFF,
    ]
    /// The further characters of NameChar, production 4a.
    private static let continuing: [ClosedRange<UInt32>] = [
        0x2D...0x2E, 0x30...0x39, 0xB7...0xB7, 0x300...0x36F, 0x203F...0x2040,
    ]

    @Test(
        "a name begins and continues with the characters of XML 1.0, at both ends of every range",
        arguments: starting + continuing)
    func nameCharacters(range: ClosedRange<UInt32>) {
        for value in [range.lowerBound - 1, range.lowerBound, range.upperBound, range.upperBound + 1] {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let starts = Self.starting.contains { $0.contains(value) }
            let continues = starts || Self.continuing.contains { $0.contains(value) }
            #expect(XMLSyntax.isNCName(String(scalar)) == starts, "U+\(String(value, radix: 16))")
            #expect(XMLSyntax.isNCName("a\(scalar)b") == continues, "U+\(String(value, radix: 16))")
        }
    }

    @Test("an empty text, a text with a colon and a text with white space are not names")
    func noNames() {
        for text in ["", ":", "a:b", ":a", "a:", " a", "a ", "a b", "a\n"] {
            #expect(!XMLSyntax.isNCName(text), "\(text)")
        }
    }

    @Test("white space is space, tab, line feed and carriage return, and no other octet")
    func space() {
        for octet in UInt8.min...UInt8.max {
            #expect(XMLSyntax.isSpace(octet) == [0x20, 0x09, 0x0A, 0x0D].contains(octet), "\(octet)")
        }
    }

    @Test("white space is removed at both ends of a text, and kept inside it")
    func trimming() {
        for (text, trimmed) in [
            ("", ""), (" ", ""), ("\t\r\n ", ""), ("a", "a"), (" a", "a"), ("a\r\n", "a"),
            ("\n\ta \t\nb \r", "a \t\nb"), ("\u{A0}a\u{A0}", "\u{A0}a\u{A0}"), ("\u{B}a\u{C}", "\u{B}a\u{C}"),
        ] {
            #expect(XMLSyntax.trimmed(text.utf8) == trimmed, "\(text)")
            #expect(XMLSyntax.trimmed(text) == trimmed, "\(text)")
            #expect(XMLSyntax.trimmed(XMLSyntax.trimmed(text.utf8).utf8) == trimmed, "\(text), again")
        }
    }

    @Test("a text that is not UTF-8 is trimmed, and each invalid octet replaced")
    func notUTF8() {
        #expect(XMLSyntax.trimmed([0x20, 0xFF, 0x20, 0xFE, 0x0A]) == "\u{FFFD} \u{FFFD}")
    }
}
