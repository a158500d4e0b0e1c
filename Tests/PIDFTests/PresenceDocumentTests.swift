import PIDF
import Testing
import XML

@Suite("Presence documents")
struct PresenceDocumentTests {
    private func octets(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func document(_ inner: String, entity: String = "sip:alice@example.com") -> [UInt8] {
        octets("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='\(entity)'>\(inner)</presence>")
    }

    @Test("reports entity and tuples in document order")
    func reportsFacts() throws {
        let read = try PresenceDocument.read(
            document(
                """
                <tuple id='a'><status><basic> open </basic></status><contact priority='0.8'>
                  sip:alice@host.example.com </contact><timestamp>2005-05-30T22:00:29Z</timestamp></tuple>
                <tuple id='b'><status/></tuple>
                """))
        let first = PresenceTuple(
            id: "a", basic: .open, timestamp: Timestamp("2005-05-30T22:00:29Z"),
            contact: "sip:alice@host.example.com")
        let second = PresenceTuple(id: "b", basic: nil, timestamp: nil, contact: nil)
        #expect(read == PresenceDocument(entity: "sip:alice@example.com", tuples: [first, second]))
    }

    @Test("reads the entity as XML normalizes it: references resolved")
    func entityReferences() throws {
        let read = try PresenceDocument.read(
            document("", entity: "sip:al&#105;ce@example.com;a=&quot;b&quot;"))
        #expect(read.entity == "sip:alice@example.com;a=\"b\"")
    }

    @Test("refuses an entity with a line break, which normalization turns into a space")
    func entityLineBreak() {
        #expect(throws: PIDFError.invalidEntity("sip:a lice@x")) {
            try PresenceDocument.read(document("", entity: "sip:a\nlice@x"))
        }
    }

    @Test("uses the charset parameter if the XML declaration names no encoding")
    func charsetWins() throws {
        var latin = octets("<?xml version='1.0'?>")
        latin += octets("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:x@e'><tuple id='") + [0xE9]
        latin += octets("'><status/></tuple></presence>")
        #expect(throws: PIDFError.self) { try PresenceDocument.read(latin) }
        #expect(try PresenceDocument.read(latin, charset: "iso-8859-1").tuples.first?.id == "é")
    }

    @Test("reads UTF-16 in both octet orders by its mark")
    func utf16() throws {
        let text = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:é@e'/>"
        let big: [UInt8] = [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try PresenceDocument.read(big).entity == "sip:é@e")
        #expect(try PresenceDocument.read(little, charset: "utf-16").entity == "sip:é@e")
    }

    @Test("reads UTF-16 without a mark if the charset parameter has the octet order")
    func utf16ByParameter() throws {
        let text = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@e'/>"
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try PresenceDocument.read(little, charset: "utf-16le").entity == "sip:a@e")
    }

    @Test("names an unsupported encoding, from the parameter and from the declaration")
    func unknownCharset() {
        #expect(throws: PIDFError.unsupportedCharset("koi8-r")) {
            try PresenceDocument.read(document(""), charset: "koi8-r")
        }
        #expect(throws: PIDFError.unsupportedCharset("EBCDIC-US")) {
            try PresenceDocument.read(octets("<?xml version='1.0' encoding='EBCDIC-US'?><presence/>"))
        }
    }

    @Test("refuses a document type before any entity is declared")
    func doctype() {
        let bomb = "<?xml version='1.0'?>\n<!DOCTYPE p [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><presence/>"
        #expect(throws: PIDFError.doctypeForbidden(line: 2)) { try PresenceDocument.read(octets(bomb)) }
        let external = "<!DOCTYPE p SYSTEM 'file:///etc/passwd'><presence/>"
        #expect(throws: PIDFError.doctypeForbidden(line: 1)) { try PresenceDocument.read(octets(external)) }
    }

    @Test("enforces each limit exactly")
    func limits() throws {
        let limits = XMLLimits(octets: 400, depth: 3, elements: 4, attributes: 2)
        let nested = document("<o:a xmlns:o='urn:o'><o:b/></o:a>")
        _ = try PresenceDocument.read(nested, limits: limits)
        #expect(throws: PIDFError.tooDeep(limit: 3)) {
            try PresenceDocument.read(
                document("<o:a xmlns:o='urn:o'><o:b><o:c/></o:b></o:a>"), limits: limits)
        }
        #expect(throws: PIDFError.tooManyElements(limit: 4)) {
            try PresenceDocument.read(document("<note/><note/><note/><note/>"), limits: limits)
        }
        #expect(throws: PIDFError.tooManyAttributes(limit: 2)) {
            try PresenceDocument.read(document("<tuple id='a' b='' c=''><status/></tuple>"), limits: limits)
        }
        #expect(throws: PIDFError.tooLarge(limit: 400)) {
            try PresenceDocument.read(document(String(repeating: " ", count: 400)), limits: limits)
        }
    }

    @Test("skips white space of any length between elements")
    func whiteSpace() throws {
        let space = String(repeating: "\n", count: 250_000)
        let parts = ["<tuple id='a'>", "<status><basic> open\n</basic>", "</status>", "</tuple>"]
        let tuples = try PresenceDocument.read(document(parts.map { space + $0 }.joined())).tuples
        #expect(tuples.map(\.basic) == [.open])
        for index in parts.indices {
            var spoiled = parts
            spoiled[index] = "\n.\n" + spoiled[index]
            let departures = try PresenceDocument.read(document(spoiled.joined())).nonconformities
            #expect(departures.listed.count == 1, "\(departures)")
        }
    }

    @Test("refuses empty and truncated documents, at every length")
    func truncated() throws {
        let whole = document("<tuple id='a'><status><basic>open</basic></status></tuple><note>é</note>")
        _ = try PresenceDocument.read(whole)
        for length in 0..<whole.count {
            #expect(throws: PIDFError.self) { try PresenceDocument.read(Array(whole.prefix(length))) }
        }
    }

    @Test("never crashes on a document with any single octet replaced")
    func mutated() {
        let whole = document("<tuple id='a'><status><basic>open</basic></status></tuple>")
        var accepted = 0
        for index in whole.indices {
            for octet: UInt8 in [0x00, 0x0A, 0x26, 0x3C, 0x3E, 0x80, 0xFF] {
                var changed = whole
                changed[index] = octet
                if (try? PresenceDocument.read(changed)) != nil { accepted += 1 }
            }
        }
        #expect(accepted < whole.count)
    }

    @Test("recognizes its media type in any case and no other")
    func mediaType() {
        #expect(PresenceDocument.isPresenceType(mediaType: "Application/PIDF+xml"))
        #expect(!PresenceDocument.isPresenceType(mediaType: "application/pidf-diff+xml"))
        #expect(!PresenceDocument.isPresenceType(mediaType: "application/watcherinfo+xml"))
    }
}
