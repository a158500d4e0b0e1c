import TestSupport
import Testing

@testable import MIME

@Suite("MIMEEntity")
struct MIMEEntityTests {
    private func entity(_ text: String) throws(MIMEError) -> MIMEEntity {
        try MIMEEntity.parse(Array(text.utf8))
    }

    @Test("keeps the octets and returns unfolded values", arguments: ["\r\n", "\n"])
    func fields(lineEnd: String) throws {
        let lines = ["Content-Type:  a/b;", "\tc=d  ", "X-Empty:", "", "body", ""]
        let text = lines.joined(separator: lineEnd)
        let entity = try entity(text)
        #expect(entity.octets == Array(text.utf8))
        #expect(entity.headerFields.map(\.name) == ["Content-Type", "X-Empty"])
        #expect(entity.headerFields.map(\.value) == ["a/b; c=d", ""])
        #expect(entity.headerFields[0].octets == Array((lines[0] + lineEnd + lines[1] + lineEnd).utf8))
        #expect(entity.body == Array(("body" + lineEnd).utf8))
    }

    @Test("reads a body without fields, fields without a body, and empty input")
    func halves() throws {
        #expect(try entity("\r\nbody").body == Array("body".utf8))
        #expect(try entity("X: y").headerFields.map(\.value) == ["y"])
        #expect(try entity("X: y\r\n").body.isEmpty)
        #expect(try entity("").headerFields.isEmpty)
    }

    @Test("replaces octets of a value that are not UTF-8, and keeps them as octets")
    func notUTF8() throws {
        let octets: [UInt8] = Array("X: ".utf8) + [0xFF] + Array("\r\n\r\n".utf8)
        let field = try #require(try MIMEEntity.parse(octets).headerFields.first)
        #expect(field.value == "\u{FFFD}")
        #expect(field.octets == Array(octets.dropLast(2)))
    }

    @Test("composes fields, an empty line and the body")
    func composes() throws {
        let unended = try entity("X: y").headerFields
        let composed = MIMEEntity(
            headerFields: unended + [try HeaderField(name: "A", value: "b")], body: [0, 1])
        #expect(composed.octets == Array("X: y\r\nA: b\r\n\r\n".utf8) + [0, 1])
        #expect(try MIMEEntity.parse(composed.octets) == composed)
    }

    @Test(
        "refuses lines that are not fields",
        arguments: [
            ("no colon\r\n\r\n", MIMEError.malformedHeaderLine(line: 1)),
            (" X: y\r\n\r\n", .malformedHeaderLine(line: 1)),
            ("X: y\r\n \r\n\r\n", .malformedHeaderLine(line: 2)),
            ("X: y\rZ: 1\r\n\r\n", .forbiddenOctet(0x0D, line: 1)),
            ("X: y\r\nZ: \0\r\n\r\n", .forbiddenOctet(0, line: 2)),
            ("X: y\r", .forbiddenOctet(0x0D, line: 1)),
            ("X: \"\\\0\"\r\nY: \\\0\r\n\r\n", .forbiddenOctet(0, line: 2)),
        ])
    func malformed(text: String, error: MIMEError) {
        #expect(throws: error) { try entity(text) }
    }

    @Test("enforces the limits of header, fields and body, to the octet")
    func limits() throws {
        let octets = Array("A: b\r\nC: d\r\n\r\n12345".utf8)
        let exact = MIMELimits(headerOctets: 14, bodyOctets: 5, fields: 2)
        #expect(try MIMEEntity.parse(octets, limits: exact).body.count == 5)
        for limit in 0..<14 {
            #expect(throws: MIMEError.headerTooLarge(limit: limit)) {
                try MIMEEntity.parse(octets, limits: MIMELimits(headerOctets: limit))
            }
        }
        #expect(throws: MIMEError.bodyTooLarge(limit: 4)) {
            try MIMEEntity.parse(octets, limits: MIMELimits(bodyOctets: 4))
        }
        #expect(throws: MIMEError.tooManyFields(limit: 1)) {
            try MIMEEntity.parse(octets, limits: MIMELimits(fields: 1))
        }
    }

    @Test("recognizes each transfer encoding in any case, and binary without one")
    func encodings() throws {
        #expect(try entity("\r\n").transferEncoding() == .binary)
        for encoding in TransferEncoding.allCases {
            let name = encoding.rawValue.uppercased()
            #expect(try entity("Content-Transfer-Encoding: \(name)\r\n\r\n").transferEncoding() == encoding)
        }
    }

    @Test("decodes the body by its transfer encoding")
    func decodes() throws {
        #expect(try entity("Content-Transfer-Encoding: base64\r\n\r\nAAE=\r\n").decodedBody() == [0, 1])
        #expect(try entity("Content-Transfer-Encoding: quoted-printable\n\n=00").decodedBody() == [0])
        #expect(try entity("Content-Transfer-Encoding: 8bit\n\n=00").decodedBody() == Array("=00".utf8))
        #expect(throws: MIMEError.bodyTooLarge(limit: 1)) {
            try entity("\n12").decodedBody(limits: MIMELimits(bodyOctets: 1))
        }
    }

    @Test("refuses an unknown transfer encoding and two fields that could differ")
    func ambiguous() throws {
        #expect(throws: MIMEError.unknownTransferEncoding("x-uuencode")) {
            try entity("Content-Transfer-Encoding: x-uuencode\n\n").decodedBody()
        }
        #expect(throws: MIMEError.duplicateField(name: "Content-Type")) {
            try entity("Content-Type: a/b\ncontent-type: a/b\n\n").contentType()
        }
        let twice = "Content-Transfer-Encoding: 7bit\n"
        #expect(throws: MIMEError.duplicateField(name: "Content-Transfer-Encoding")) {
            try entity(twice + twice + "\n").transferEncoding()
        }
    }

    @Test("an entity that is read again is the one that its octets are, at the other depth")
    func readAgain() throws {
        let ends = HeaderField(lines: Array("X: y\r\n\r\nZ: z\r\n".utf8))
        for composed in [
            MIMEEntity(headerFields: [], body: []),
            MIMEEntity(headerFields: [try HeaderField(name: "X", value: " y ")], body: Array("a\r\n".utf8)),
            MIMEEntity(headerFields: [ends], body: Array("body".utf8)),
            try entity("Content-Type: a/b\n\nbody"), try entity("X: y"),
        ] {
            let again = try composed.parsedAgain(limits: .standard, depth: 3)
            let read = try MIMEEntity.parse(composed.octets, depth: 3)
            #expect(again == read && again.depth == 3)
            #expect(again.body == read.body)
            #expect(again.headerFields == read.headerFields)
            #expect(try again.contentType() == read.contentType())
        }
    }

    @Test("an entity that is read again keeps the limits")
    func readAgainWithinLimits() throws {
        let composed = MIMEEntity(
            headerFields: [try HeaderField(name: "X", value: "y"), try HeaderField(name: "Y", value: "y")],
            body: [1, 2, 3])
        for (limits, error) in [
            (MIMELimits(headerOctets: 8), MIMEError.headerTooLarge(limit: 8)),
            (MIMELimits(bodyOctets: 2), .bodyTooLarge(limit: 2)),
            (MIMELimits(fields: 1), .tooManyFields(limit: 1)),
        ] {
            #expect(throws: error) { try composed.parsedAgain(limits: limits, depth: 0) }
            #expect(throws: error) { try MIMEEntity.parse(composed.octets, limits: limits) }
        }
    }

    @Test("never steps outside the octets, whatever they are")
    func randomOctets() throws {
        var generator = SeededGenerator(seed: 2045)
        let alphabet = Array("\r\n\r\n\n :;=\"\\-ab\t".utf8) + [0, 0xFF]
        for _ in 0..<4000 {
            let octets = generator.octets(Int.random(in: 0...40, using: &generator), of: alphabet)
            let body = Array("Content-Type: multipart/mixed; boundary=a\n\n".utf8) + octets
            for candidate in [octets, body] {
                guard let entity = try? MIMEEntity.parse(candidate) else { continue }
                #expect(candidate.starts(with: entity.headerFields.flatMap(\.octets)))
                #expect(candidate.suffix(entity.body.count) == entity.body[...])
                for part in (try? entity.multipart())??.parts ?? [] {
                    #expect(Array(entity.body[part.rawRange]) == part.octets)
                }
            }
            _ = try? Base64.decode(octets)
            _ = try? QuotedPrintable.decode(octets)
            _ = try? ContentDisposition.parse(String(decoding: octets, as: UTF8.self))
        }
    }
}
