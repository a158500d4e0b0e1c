import TestSupport
import Testing

@testable import MIME

@Suite("Bounds of MIME entities")
struct MIMEBoundTests {
    private func octets(_ count: Int) -> [UInt8] { [UInt8](repeating: 0x61, count: count) }

    @Test("by default, 64 KiB of header, 1 MiB of body, 256 fields and 64 parts are read, and no more")
    func standard() throws {
        let header = Array("A: ".utf8) + octets(65_536 - 7) + Array("\r\n\r\n".utf8)
        #expect(try MIMEEntity.parse(header + octets(1_048_576)).body.count == 1_048_576)
        #expect(throws: MIMEError.headerTooLarge(limit: 65_536)) { try MIMEEntity.parse(octets(1) + header) }
        #expect(throws: MIMEError.bodyTooLarge(limit: 1_048_576)) {
            try MIMEEntity.parse(header + octets(1_048_577))
        }
        func fields(_ count: Int) -> [UInt8] { Array(repeatElement("A: b\n", count: count).joined().utf8) }
        #expect(try MIMEEntity.parse(fields(256)).headerFields.count == 256)
        #expect(throws: MIMEError.tooManyFields(limit: 256)) { try MIMEEntity.parse(fields(257)) }
        func parts(_ count: Int) throws(MIMEError) -> Multipart? {
            let type = try ContentType(
                type: "multipart", subtype: "mixed", parameters: [MIMEParameter(name: "boundary", value: "b")]
            )
            let body = try Multipart.compose(parts: Array(repeating: [], count: count), boundary: "b")
            let field = try HeaderField(name: "Content-Type", value: type.headerValue)
            return try MIMEEntity(headerFields: [field], body: body).multipart()
        }
        #expect(try parts(64)?.parts.count == 64)
        #expect(throws: MIMEError.tooManyParts(limit: 64)) { try parts(65) }
    }

    @Test("limits allow exactly the composed entities that can be read within them")
    func allowed() throws {
        let fields = [try HeaderField(name: "A", value: "b"), try HeaderField(name: "C", value: "d")]
        for entity in [
            MIMEEntity(headerFields: fields, body: octets(9)), MIMEEntity(headerFields: [], body: octets(9)),
            MIMEEntity(headerFields: fields, body: []),
        ] {
            let header = entity.octets.count - entity.body.count
            for (fields, headerOctets, bodyOctets) in [
                (0, 0, 0), (-1, 0, 0), (0, -1, 0), (0, 0, -1), (1, 1, 1), (-1, -1, 1), (1, -1, -1),
            ] {
                let limits = MIMELimits(
                    headerOctets: header + headerOctets, bodyOctets: entity.body.count + bodyOctets,
                    fields: max(0, entity.headerFields.count + fields))
                let isRead = (try? MIMEEntity.parse(entity.octets, limits: limits)) != nil
                #expect(limits.allow(entity) == isRead, "\(limits)")
            }
        }
    }

    @Test("a body at the limit is decoded, and one octet more is refused before it is decoded")
    func decoded() throws {
        let entity = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Transfer-Encoding", value: "base64")],
            body: Array("AAE=".utf8))
        #expect(try entity.decodedBody(limits: MIMELimits(bodyOctets: 4)) == [0, 1])
        #expect(throws: MIMEError.bodyTooLarge(limit: 3)) {
            try entity.decodedBody(limits: MIMELimits(bodyOctets: 3))
        }
    }

    @Test("a boundary has up to 70 characters, each of those that RFC 2046 §5.1.1 allows")
    func boundary() throws {
        for boundary in [
            String(repeating: "x", count: 70), "'()+_,-./:=?", "a b", " a", "0", "--", "AZaz09",
        ] {
            let body = try Multipart.compose(parts: [[0x0A, 0x41]], boundary: boundary)
            let read = try Multipart.parse(body[...], boundary: boundary, limits: .standard, depth: 1)
            #expect(read.preamble.isEmpty && read.epilogue.isEmpty, "\(boundary)")
            #expect(read.parts.map(\.octets) == [[0x0A, 0x41]])
        }
        for boundary in [
            "", " ", "a ", String(repeating: "x", count: 71), "a\"", "a;", "a&", "a@", "a\t", "é",
        ] {
            #expect(throws: MIMEError.malformedBoundary(boundary)) {
                try Multipart.compose(parts: [[0x41]], boundary: boundary)
            }
        }
    }

    @Test("a multipart may be 7bit, 8bit or binary, and in no other encoding (RFC 2045 §6.4)")
    func encodings() throws {
        for encoding in TransferEncoding.allCases {
            let fields = [
                try HeaderField(name: "Content-Type", value: "multipart/mixed;boundary=b"),
                try HeaderField(name: "Content-Transfer-Encoding", value: encoding.rawValue),
            ]
            let entity = MIMEEntity(headerFields: fields, body: Array("--b\n\n\n--b--".utf8))
            if encoding == .base64 || encoding == .quotedPrintable {
                #expect(throws: MIMEError.encodedMultipart(encoding)) { try entity.multipart() }
            } else {
                #expect(try entity.multipart()?.parts.count == 1, "\(encoding)")
            }
        }
    }

    @Test("random parts are read as they were composed, or not composed")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 2046)
        var refused = 0
        for _ in 0..<500 {
            let parts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                [0x0A]
                    + generator.octets(Int.random(in: 0...12, using: &generator), of: Array("-b\r\n ax".utf8))
            }
            guard let body = try? Multipart.compose(parts: parts, boundary: "b") else {
                refused += 1
                #expect(parts.contains { String(decoding: $0, as: UTF8.self).contains("\n--b") })
                continue
            }
            let outer = (before: Array("pre\r\n".utf8), after: Array("epilogue --b".utf8))
            let read = try Multipart.parse(
                (outer.before + body + outer.after)[...], boundary: "b", limits: .standard, depth: 1)
            #expect(read.parts.map(\.octets) == parts)
            #expect(read.preamble == Array("pre".utf8) && read.epilogue == outer.after)
        }
        #expect(refused > 0 && refused < 250)
    }

    @Test("an entity inside other octets is read as its copy is, with the same errors")
    func midst() throws {
        var generator = SeededGenerator(seed: 2045)
        var read = 0
        for _ in 0..<2_000 {
            let octets = generator.octets(
                Int.random(in: 0...24, using: &generator), of: Array("aa::\n\n \"\r\té".utf8))
            let around = Array("X: y\r\n\r\n--b".utf8)
            let part = (around + octets + around)[around.count..<around.count + octets.count]
            let limits = MIMELimits.standard
            let copy = Result { () throws(MIMEError) in try MIMEEntity.parse(octets, limits: limits) }
            let inPlace = Result { () throws(MIMEError) in
                try MIMEEntity.parse(part: part, limits: limits, depth: 0)
            }
            #expect(inPlace.map(\.octets) == copy.map(\.octets))
            #expect(inPlace.map(\.body) == copy.map(\.body))
            #expect(inPlace.map(\.headerFields) == copy.map(\.headerFields))
            #expect(
                inPlace.map { $0.headerFields.map(\.value) } == copy.map { $0.headerFields.map(\.value) })
            #expect(inPlace == copy)
            if case .success(let entity) = inPlace, !entity.headerFields.isEmpty { read += 1 }
        }
        #expect(read > 20)
    }

    @Test("entities are equal if their octets are, at any depth, and not if only their bodies are")
    func equality() throws {
        let octets = Array("A: b\n\nbody".utf8)
        let entity = try MIMEEntity.parse(octets)
        #expect(try MIMEEntity.parse(octets, depth: 3) == entity)
        #expect(try MIMEEntity.parse(Array("A: c\n\nbody".utf8)) != entity)
        #expect(try MIMEEntity.parse(Array("A: b\r\n\nbody".utf8)) != entity)
    }
}
