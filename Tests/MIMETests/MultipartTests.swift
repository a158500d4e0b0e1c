import Testing

@testable import MIME

@Suite("Multipart")
struct MultipartTests {
    private func multipart(
        _ body: String, boundary: String = "b", limits: MIMELimits = .standard
    ) throws(MIMEError) -> Multipart? {
        try MIMEEntity.parse(
            Array("Content-Type: multipart/mixed; boundary=\"\(boundary)\"\r\n\r\n\(body)".utf8)
        )
        .multipart(limits: limits)
    }

    @Test("splits parts without the line end that belongs to the delimiter, CRLF or LF")
    func cuts() throws {
        let body =
            "pre\r\n--b\r\nX: y\r\n\r\none\r\n\r\n--b \t\r\n\r\ntwo\n--b\n\nthree\r\n--b--  \r\nepi\r\n"
        let multipart = try #require(try multipart(body))
        #expect(multipart.preamble == Array("pre".utf8))
        #expect(multipart.epilogue == Array("epi\r\n".utf8))
        #expect(
            multipart.parts.map { String(decoding: $0.octets, as: UTF8.self) } == [
                "X: y\r\n\r\none\r\n", "\r\ntwo", "\nthree",
            ])
        #expect(
            multipart.parts.map { String(decoding: $0.entity.body, as: UTF8.self) } == [
                "one\r\n", "two", "three",
            ])
        for part in multipart.parts { #expect(Array(Array(body.utf8)[part.rawRange]) == part.octets) }
    }

    @Test("returns the signed octets of the example in RFC 8551 §3.5.3.3")
    func signedOctets() throws {
        let signed = "Content-Type: text/plain\r\n\r\nThis is a clear-signed message.\r\n"
        let body =
            "--boundary42\r\n\(signed)\r\n--boundary42\r\nContent-Type: a/b\r\n\r\nx\r\n--boundary42--\r\n"
        let part = try #require(try multipart(body, boundary: "boundary42")?.parts.first)
        #expect(part.octets == Array(signed.utf8))
    }

    @Test("reads empty parts, and a closing delimiter at the end of the octets")
    func emptyParts() throws {
        let multipart = try #require(try multipart("--b\r\n\r\n--b\r\n--b--"))
        #expect(multipart.parts.map(\.octets) == [[], []])
        #expect(multipart.epilogue.isEmpty)
    }

    @Test("does not treat a boundary inside a line as a delimiter")
    func inLine() throws {
        #expect(
            try multipart("--b\n\nx --b\n -b\n--\n--b--")?.parts.map(\.octets) == [
                Array("\nx --b\n -b\n--".utf8)
            ])
    }

    @Test(
        "refuses bodies that two readers would split differently, or that do not end",
        arguments: [
            ("", MIMEError.missingDelimiter), ("--b--", .missingDelimiter), ("x", .missingDelimiter),
            ("--b\r\n\r\nx", .missingClosingDelimiter), ("--b", .missingClosingDelimiter),
            ("--b\n\n--bx\n--b--", .ambiguousDelimiter(offset: 5)),
            ("--b\n\nx\n--b- -\n--b--", .ambiguousDelimiter(offset: 7)),
            ("--b\n\nx\n--b--x", .ambiguousDelimiter(offset: 7)),
            ("--b\rx\n--b--", .ambiguousDelimiter(offset: 0)),
        ])
    func malformed(body: String, error: MIMEError) {
        #expect(throws: error) { try multipart(body) }
    }

    @Test(
        "refuses a boundary that RFC 2046 does not allow",
        arguments: [
            "", "a ", "a*", "é", String(repeating: "a", count: 71),
        ])
    func boundary(boundary: String) {
        #expect(throws: MIMEError.malformedBoundary(boundary)) { try multipart("--b--", boundary: boundary) }
    }

    @Test("is nil for other types, and refuses a multipart without boundary or with an encoding")
    func types() throws {
        #expect(try MIMEEntity.parse(Array("Content-Type: a/b; boundary=b\n\n--b--".utf8)).multipart() == nil)
        #expect(try MIMEEntity.parse(Array("\n--b--".utf8)).multipart() == nil)
        #expect(throws: MIMEError.missingBoundary) {
            try MIMEEntity.parse(Array("Content-Type: multipart/mixed\n\n".utf8)).multipart()
        }
        let encoded = "Content-Type: multipart/mixed;boundary=b\nContent-Transfer-Encoding: base64\n\n"
        #expect(throws: MIMEError.encodedMultipart(.base64)) {
            try MIMEEntity.parse(Array(encoded.utf8)).multipart()
        }
    }

    @Test("limits the number of parts")
    func partLimit() throws {
        let body = String(repeating: "--b\n\n\n", count: 3) + "--b--"
        #expect(try multipart(body, limits: MIMELimits(parts: 3))?.parts.count == 3)
        #expect(throws: MIMEError.tooManyParts(limit: 2)) {
            try multipart(body, limits: MIMELimits(parts: 2))
        }
    }

    @Test("limits the nesting")
    func depthLimit() throws {
        var octets = Array("\r\nx".utf8)
        for level in 0..<9 {
            let body = try Multipart.compose(parts: [octets], boundary: "b\(level)")
            octets = Array("Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n".utf8) + body
        }
        var entity = try MIMEEntity.parse(octets)
        for level in 0..<8 {
            #expect(entity.depth == level)
            entity = try #require(try entity.multipart()?.parts.first).entity
        }
        #expect(throws: MIMEError.nestedTooDeeply(limit: 8)) { try entity.multipart() }
    }

    @Test("composes parts that come back unchanged")
    func composes() throws {
        let parts = [Array("A: b\r\n\r\nbody\r\n".utf8), [0x0D, 0x0A, 0, 0xFF, 0x0D]]
        let body = try Multipart.compose(parts: parts, boundary: "x y")
        let header = Array("Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\n".utf8)
        #expect(try MIMEEntity.parse(header + body).multipart()?.parts.map(\.octets) == parts)
    }

    @Test("does not compose parts that would be split elsewhere")
    func refusesToCompose() {
        #expect(throws: MIMEError.ambiguousDelimiter(offset: 1)) {
            try Multipart.compose(parts: [Array("a\n--b\n".utf8)], boundary: "b")
        }
        #expect(throws: MIMEError.ambiguousDelimiter(offset: 0)) {
            try Multipart.compose(parts: [Array("--bc".utf8)], boundary: "b")
        }
        #expect(throws: MIMEError.malformedBoundary("a\r\n")) {
            try Multipart.compose(parts: [[]], boundary: "a\r\n")
        }
        #expect(throws: MIMEError.missingDelimiter) { try Multipart.compose(parts: [], boundary: "b") }
    }
}
