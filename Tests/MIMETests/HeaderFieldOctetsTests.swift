import Testing

@testable import MIME

@Suite("Octets of header fields")
struct HeaderFieldOctetsTests {
    private func field(_ text: String) throws -> HeaderField {
        try #require(try MIMEEntity.parse(Array(text.utf8)).headerFields.first)
    }

    @Test("a field is written with other line ends, at each fold and at its end, whatever it had")
    func lineEnds() throws {
        for text in [
            "A: b\r\n c\r\n", "A: b\n c\n", "A: b\r\n c\n", "A: b\n c\r\n", "A: b\r\n c", "A: b\n c",
        ] {
            let field = try field(text)
            for lineEnd in ["\r\n", "\n"] {
                let written = field.octets(lineEnd: Array(lineEnd.utf8))
                #expect(written == Array("A: b\(lineEnd) c\(lineEnd)".utf8), "\(text.debugDescription)")
            }
        }
    }

    @Test("a field of one line that ends as requested keeps its octets")
    func unchanged() throws {
        for (text, lineEnd) in [("A: b\r\n", "\r\n"), ("A: b\n", "\n")] {
            #expect(try field(text).octets(lineEnd: Array(lineEnd.utf8)) == Array(text.utf8))
        }
        #expect(try field("A: b\r\n").octets(lineEnd: [0x0A]) == Array("A: b\n".utf8))
        #expect(try field("A: b\n").octets(lineEnd: [0x0D, 0x0A]) == Array("A: b\r\n".utf8))
        #expect(try field("A: b").octets(lineEnd: [0x0A]) == Array("A: b\n".utf8))
    }

    @Test("a renamed field keeps its value, folds and colons, and its lines end with CRLF")
    func renamed() throws {
        for (text, renamed) in [
            ("A: b\r\n", "Longer: b\r\n"), ("A:b:c\n", "Longer:b:c\r\n"),
            ("A \t:  b\n\tc\n", "Longer:  b\r\n\tc\r\n"),
            ("A:", "Longer:\r\n"),
        ] {
            let field = try field(text).renamed("Longer")
            #expect(field.octets == Array(renamed.utf8), "\(text.debugDescription)")
            #expect(try field.name == "Longer" && field.value == self.field(text).value)
            #expect(try self.field(renamed).value == field.value)
        }
    }

    @Test("a composed value may contain a tab, and characters beyond ASCII")
    func values() throws {
        for value in ["a\tb", "\u{E9}", "", "a \" b", "\u{80}"] {
            let field = try HeaderField(name: "A", value: value)
            #expect(try self.field(String(decoding: field.octets, as: UTF8.self)).value == value)
        }
    }
}
