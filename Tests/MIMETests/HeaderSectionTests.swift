import TestSupport
import Testing

@testable import MIME

@Suite("Header sections")
struct HeaderSectionTests {
    private func section(_ text: String, fields: Int = 256) throws(MIMEError) -> HeaderSection {
        try HeaderSection(of: Array(text.utf8)[...], headerOctets: 1000, fields: fields)
    }

    @Test("end with an empty line, or with the octets")
    func end() throws {
        for (text, end, isTerminated) in [
            ("", 0, false), ("\n", 1, true), ("\r\nbody", 2, true), ("A: b", 4, false),
            ("A: b\r\n", 6, false),
            ("A: b\r\n\r\n", 8, true), ("A: b\n\nC: d", 6, true), ("A:\n\n\n", 4, true),
        ] {
            let section = try section(text)
            #expect(section.end == end && section.isTerminated == isTerminated, "\(text)")
        }
    }

    @Test("join the lines of a field with one space, and none before the first text")
    func folds() throws {
        for (text, value) in [
            ("A: b\r\n c", "b c"), ("A: b \t\r\n\t  c \n d", "b c d"), ("A:\n b", "b"),
            ("A: \t\n b\n c", "b c"),
            ("A: b\tc", "b\tc"),
        ] {
            let field = try #require(try section(text + "\n\n").fields.first)
            #expect(field.value == value, "\(text)")
            #expect(field.octets == Array((text + "\n").utf8))
        }
    }

    @Test("allow white space between a name and its colon, and a colon in the value")
    func colon() throws {
        let fields = try section("A \t: b: c\nB::\n\n").fields
        #expect(fields.map(\.name) == ["A", "B"] && fields.map(\.value) == ["b: c", ":"])
    }

    @Test(
        "refuse a line without a name, whatever comes before its colon",
        arguments: [": b", " \t: b", "A b: c", "A\u{E9}: b", "\"A\": b", "A"])
    func names(line: String) {
        #expect(throws: MIMEError.malformedHeaderLine(line: 1)) { try section(line + "\n\n") }
        guard line.first != " " else { return }
        #expect(throws: MIMEError.malformedHeaderLine(line: 3)) {
            try section("X: y\n z\n\(line)\nU: v\n\n")
        }
    }

    @Test("escape control octets in quoted strings, also over a fold, and nowhere else")
    func escapes() throws {
        for text in [
            "A: \"\\\u{1}\"", "A: \"b\n \\\u{1}\"", "A: \"\\\"\\\u{7F}\"", "A: b\tc", "A: \"b\\\\\" c",
        ] {
            _ = try section(text + "\n\n")
        }
        for (text, octet, line) in [
            ("A: \\\u{1}", UInt8(1), 1), ("A: \"b\" \\\u{1}", 1, 1), ("A: \"b\nB: \\\u{1}\"", 1, 2),
            ("A: \"b\\\n \u{1}\"", 1, 2), ("A: \"\\\\\u{1}\"", 1, 1), ("A: \"\\\"\" \\\u{1}", 1, 1),
            ("A: \"b\\\n\u{1}: c", 1, 2), ("A: \u{7F}", 0x7F, 1), ("A: b\n c\u{B}", 0x0B, 2),
            ("\u{0}: b", 0, 1),
        ] {
            #expect(throws: MIMEError.forbiddenOctet(octet, line: line), "\(text.debugDescription)") {
                try section(text + "\n\n")
            }
        }
    }

    @Test("report line ends that were converted twice, and other carriage returns as what they are")
    func carriageReturns() {
        #expect(throws: MIMEError.doubledLineEnds) { try section("A: b\r\r\nC: d\r\r\n\r\r\n") }
        for (text, line) in [
            ("A: b\rC", 1), ("A: b\r\r", 1), ("A: b\r", 1), ("A: b\n\r", 2), ("A: b\n c\r\rd", 2),
        ] {
            #expect(throws: MIMEError.forbiddenOctet(0x0D, line: line), "\(text.debugDescription)") {
                try section(text)
            }
        }
    }

    @Test("have at most as many fields as the limit, and as many octets")
    func limits() throws {
        let octets = Array("A: b\nC: d\r\n\r\nbody".utf8)
        for fields in 0..<2 {
            #expect(throws: MIMEError.tooManyFields(limit: fields)) {
                try HeaderSection(of: octets[...], headerOctets: 13, fields: fields)
            }
        }
        #expect(try HeaderSection(of: octets[...], headerOctets: 13, fields: 2).fields.count == 2)
        for limit in 0..<13 {
            #expect(throws: MIMEError.headerTooLarge(limit: limit)) {
                try HeaderSection(of: octets[...], headerOctets: limit, fields: 2)
            }
            // The octets before the section count if they are part of the header.
            #expect(throws: MIMEError.headerTooLarge(limit: limit)) {
                try HeaderSection(of: octets[...], from: 5, headerOctets: limit, fields: 2)
            }
        }
        for (text, limit) in [("A: b\n\n", 6), ("A: b\n", 5), ("A: b", 4), ("\n", 1), ("A: b\r\n\n", 7)] {
            _ = try HeaderSection(of: Array(text.utf8)[...], headerOctets: limit, fields: 1)
            #expect(throws: MIMEError.headerTooLarge(limit: limit - 1), "\(text.debugDescription)") {
                try HeaderSection(of: Array(text.utf8)[...], headerOctets: limit - 1, fields: 1)
            }
        }
        #expect(
            try HeaderSection(of: octets[...], from: 5, headerStart: 5, headerOctets: 8, fields: 1).end == 13)
    }

    @Test("of random fields are read as they were composed")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 2045)
        let (names, values) = (Array("AZaz09-.!%*_+`'~".utf8), Array("a;=:,()<>@/ \t\u{E9}".utf8))
        for _ in 0..<200 {
            let fields = try (0..<3).map { _ in
                let name = generator.octets(Int.random(in: 1...5, using: &generator), of: names)
                let value = generator.octets(Int.random(in: 0...9, using: &generator), of: values)
                let text = String(decoding: value, as: UTF8.self).split(separator: " ").joined(separator: " ")
                return try HeaderField(
                    name: String(decoding: name, as: UTF8.self), value: text.filter { $0 != "\t" })
            }
            let read = try MIMEEntity.parse(MIMEEntity(headerFields: fields, body: [0]).octets)
            #expect(read.headerFields.map(\.octets) == fields.map(\.octets) && read.body == [0])
            #expect(read.headerFields.map(\.name) == fields.map(\.name))
        }
    }
}
