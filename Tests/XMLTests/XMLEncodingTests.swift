import Testing
import XML

@Suite("Encodings of documents")
struct XMLEncodingTests {
    private static let limits = XMLLimits(octets: 1000, depth: 4, elements: 8, attributes: 2)

    private func text(_ octets: [UInt8], charset: String? = nil) throws(XMLError) -> String {
        try XMLElement.read(octets, charset: charset, limits: Self.limits).text
    }

    private func document(_ content: String, declaring encoding: String? = nil) -> String {
        (encoding.map { "<?xml version='1.0' encoding='\($0)'?>" } ?? "") + "<a>\(content)</a>"
    }

    private func big(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }

    private func little(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test("UTF-16 is read by its mark or by the charset parameter, in both orders of octets")
    func utf16() throws {
        let content = "é\u{1F600}"
        let (big, little) = (big(document(content)), little(document(content)))
        let (marked, reversed) = ([0xFE, 0xFF] + big, [0xFF, 0xFE] + little)
        for charset in [nil, "UTF-16", "utf-16"] {
            #expect(try text(marked, charset: charset) == content)
            #expect(try text(reversed, charset: charset) == content)
        }
        #expect(try text(big, charset: "utf-16be") == content)
        #expect(try text(little, charset: "utf-16le") == content)
    }

    @Test("a charset parameter that contradicts the width of the octets is refused")
    func width() {
        let (big, little) = (big(document("e")), little(document("e")))
        for octets in [big, little, [0xFE, 0xFF] + big, [0xFF, 0xFE] + little] {
            for charset in ["UTF-8", "US-ASCII", "ISO-8859-1"] {
                #expect(throws: XMLError.unsupportedCharset(charset)) { try text(octets, charset: charset) }
            }
        }
        for charset in ["UTF-16", "UTF-16LE", "UTF-16BE"] {
            #expect(throws: XMLError.unsupportedCharset(charset)) {
                try text(Array(document("e").utf8), charset: charset)
            }
        }
    }

    @Test("ASCII octets are read under every declaration of an encoding that includes ASCII")
    func ascii() throws {
        for declared in ["UTF-8", "utf-8", "US-ASCII", "ISO-8859-1"] {
            for charset in [nil, "UTF-8", "US-ASCII", "ISO-8859-1"] {
                let octets = Array(document("e", declaring: declared).utf8)
                #expect(try text(octets, charset: charset) == "e", "\(declared), \(charset ?? "-")")
            }
        }
    }

    @Test("octets above ASCII are read if declaration and charset parameter agree, in any case")
    func agreeing() throws {
        let latin =
            Array(document("", declaring: "iso-8859-1").utf8.dropLast(4)) + [0xE9] + Array("</a>".utf8)
        for charset in [nil, "ISO-8859-1", "iso-8859-1"] {
            #expect(try text(latin, charset: charset) == "é")
        }
        for charset in ["UTF-8", "US-ASCII"] {
            #expect(throws: XMLError.unsupportedCharset("ISO-8859-1")) { try text(latin, charset: charset) }
        }
    }

    @Test("the mark of UTF-8 counts as the charset parameter does")
    func mark() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(try text(mark + Array(document("é", declaring: "UTF-8").utf8)) == "é")
        #expect(throws: XMLError.unsupportedCharset("ISO-8859-1")) {
            try text(mark + Array(document("é", declaring: "ISO-8859-1").utf8))
        }
    }

    @Test("a declared encoding that is unknown, or of another width, is refused by its name")
    func declared() {
        for (declared, charset) in [
            ("UTF-7", "UTF-8"), ("UTF-7", nil), ("KOI8-R", "US-ASCII"), ("UTF-16", "UTF-8"),
            ("UTF-16LE", "ISO-8859-1"), ("X-Y", nil),
        ] {
            #expect(throws: XMLError.unsupportedCharset(declared), "\(declared)") {
                try text(Array(document("e", declaring: declared).utf8), charset: charset)
            }
        }
        #expect(throws: XMLError.unsupportedCharset("UTF-8")) {
            try text(little(document("e", declaring: "utf-8")), charset: "UTF-16LE")
        }
    }

    @Test("a version other than 1.0 is refused, since its line ends differ")
    func version() throws {
        let text = "<?xml version='1.0'?><a>e</a>"
        #expect(try self.text(Array(text.utf8)) == "e")
        for version in ["1.1", "2.0", "1.00"] {
            let octets = Array(text.replacing("1.0", with: version).utf8)
            #expect(throws: XMLError.self, "\(version)") { try self.text(octets) }
        }
    }
}
