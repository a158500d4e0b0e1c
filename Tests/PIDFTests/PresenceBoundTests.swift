import PIDF
import Testing
import XML

@Suite("Bounds of presence documents")
struct PresenceBoundTests {
    private func document(_ inner: String, attributes: String = "", entity: String = "sip:a@x") -> [UInt8] {
        let namespace = "xmlns='urn:ietf:params:xml:ns:pidf' xmlns:o='urn:o'"
        return Array("<presence \(namespace) entity='\(entity)'\(attributes)>\(inner)</presence>".utf8)
    }

    @Test("a mebibyte is read, and one octet more is refused")
    func octets() throws {
        let empty = document("").count
        let space = { (count: Int) in String(repeating: " ", count: count) }
        _ = try PresenceDocument.read(document(space(1_048_576 - empty)))
        #expect(throws: PIDFError.tooLarge(limit: 1_048_576)) {
            try PresenceDocument.read(document(space(1_048_577 - empty)))
        }
        #expect(PresenceDocument.maximumOctets == 1_048_576)
    }

    @Test("64 levels are read, and 65 are refused")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            let count = levels - 1
            return document(
                String(repeating: "<o:a>", count: count) + String(repeating: "</o:a>", count: count))
        }
        _ = try PresenceDocument.read(nested(64))
        #expect(throws: PIDFError.tooDeep(limit: 64)) { try PresenceDocument.read(nested(65)) }
    }

    @Test("64 attributes of one element are read, and 65 are refused")
    func attributes() throws {
        func named(_ count: Int) -> [UInt8] {
            document("", attributes: (1..<count).map { " a\($0)=''" }.joined())
        }
        _ = try PresenceDocument.read(named(64))
        #expect(throws: PIDFError.tooManyAttributes(limit: 64)) { try PresenceDocument.read(named(65)) }
    }

    @Test("16384 elements are read, and one more is refused")
    func elements() throws {
        func notes(_ count: Int) -> [UInt8] { document(String(repeating: "<note/>", count: count)) }
        _ = try PresenceDocument.read(notes(16_383))
        #expect(throws: PIDFError.tooManyElements(limit: 16_384)) {
            try PresenceDocument.read(notes(16_384))
        }
    }

    @Test(
        "an entity is a scheme, a colon and at least one character (RFC 3986 §3.1)",
        arguments: [
            "sip:a@x", "SIP:a@x", "pres:a@x", "tel:+1555", "h323:a@x", "a.b:c", "a-b:c", "a+b:c", "z:y",
            "Z:y",
            "A:y", "x:::", "urn:a:b", "im:é@x", "sip:a%20b@x", "sip:~@x",
        ])
    func entity(entity: String) throws {
        #expect(try PresenceDocument.read(document("", entity: entity)).entity == entity)
    }

    @Test(
        "an entity without a scheme, or with white space or a control character, is refused",
        arguments: [
            ":a@x", "1sip:a@x", "-a:b", ".a:b", "sip", "sip:", "s ip:a", "s_p:a", "s@p:a", "é:a", "séip:a",
            "/a:b",
            "sip: ", "sip:a b", "sip:a\u{7F}b", "sip:a\u{80}b", "sip:a\u{9F}b", "sip:a\u{A0}b",
            "sip:a\u{2003}b",
            "sip:a\u{3000}", "sip:a\u{85}", "sip:a\u{2028}b",
        ])
    func noEntity(entity: String) {
        #expect(throws: PIDFError.invalidEntity(entity)) {
            try PresenceDocument.read(document("", entity: entity))
        }
    }

    @Test("a priority is a number from 0 to 1 with at most three decimals (RFC 3863 §4.1.5)")
    func priority() throws {
        for (priority, isValid) in [
            ("0", true), ("1", true), ("0.", true), ("1.", true), ("0.9", true), ("0.999", true),
            ("1.000", true),
            ("0.0000", false), ("1.0000", false), ("1.001", false), ("2", false), ("0,5", false),
            (".5", false),
            ("00", false), ("0.5a", false), ("-0", false), ("+1", false), ("0.٣", false), ("1e0", false),
        ] {
            let contact = "<contact priority='\(priority)'>sip:a@x</contact>"
            let read = try PresenceDocument.read(document("<tuple id='a'><status/>\(contact)</tuple>"))
            let expected: [PIDFNonconformity] = isValid ? [] : [.invalidPriority(priority)]
            #expect(read.nonconformities.listed == expected, "\(priority)")
        }
    }
}
