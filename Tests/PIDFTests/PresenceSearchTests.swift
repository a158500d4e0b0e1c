import PIDF
import Testing

@Suite("Presence documents under any media type")
struct PresenceSearchTests {
    private let namespace = "xmlns='urn:ietf:params:xml:ns:pidf'"
    private let partial = "xmlns='urn:ietf:params:xml:ns:pidf-diff'"

    private func find(_ text: String) throws -> PresenceDocument? {
        try PresenceDocument.find(in: Array(text.utf8))
    }

    @Test("are found by their root and its namespace, of RFC 3863 and RFC 5262")
    func roots() throws {
        for (text, root) in [
            ("<presence \(namespace) entity='sip:a@x'/>", PresenceRoot.presence),
            ("\u{FEFF} \n<p:presence xmlns:p='urn:ietf:params:xml:ns:pidf' entity='sip:a@x'/>", nil),
            ("<p:presence xmlns:p='urn:ietf:params:xml:ns:pidf' entity='sip:a@x'/>", .presence),
            ("<pidf-full \(partial) entity='sip:a@x'/>", .full),
            ("<pidf-diff \(partial) entity='sip:a@x'><add sel='presence/note'/></pidf-diff>", .difference),
        ] {
            guard let root else {
                #expect(try find(text)?.entity == "sip:a@x")
                continue
            }
            #expect(try find(text)?.root == root, "\(text)")
        }
    }

    @Test(
        "are malformed if the element is not the root, or not in its namespace, whatever its case",
        arguments: [
            "presence", "Presence", "PRESENCE", "pidf-full", "PIDF-diff", "pre\u{17F}ence", "p\u{131}df-full",
        ])
    func misplaced(name: String) {
        for text in [
            "<\(name) entity='sip:a@x'/>", "<\(name) xmlns='urn:o' entity='sip:a@x'/>",
            "<html><body><\(name) entity='sip:a@x'/></body></html>",
            "<o:a xmlns:o='urn:o'><o:b><o:\(name)/></o:b></o:a>",
            "<presence \(namespace) entity='sip:a@x'><tuple id='t'><status><\(name)/></status></tuple></presence>",
            "<presence \(namespace) entity='sip:a@x'><note><o:\(name) xmlns:o='urn:o'/></note></presence>",
            "<presence \(namespace) entity='sip:a@x'/><\(name) \(namespace) entity='sip:b@x'/>",
        ] {
            #expect(throws: PIDFError.self, "\(text)") { try find(text) }
        }
    }

    @Test(
        "have one entity: a second one in any case or namespace, or none without a namespace, is refused",
        arguments: [
            "", "entity=''", "o:entity='sip:a@x'", "entity='sip:a@x' o:entity='sip:b@x'",
            "Entity='sip:b@x' entity='sip:a@x'", "ENTITY='sip:a@x'",
            "entity='sip:a@x' ent\u{131}ty='sip:b@x'",
            "entity='alice'", "entity='sip:a@x sip:b@x'",
        ])
    func entities(attributes: String) {
        for text in [
            "<presence \(namespace) xmlns:o='urn:o' \(attributes)/>",
            "<pidf-diff \(partial) xmlns:o='urn:o' \(attributes)/>",
        ] {
            #expect(throws: PIDFError.self, "\(text)") { try find(text) }
        }
    }

    @Test("are not other XML, nor text about presence")
    func others() throws {
        for text in [
            "<watcherinfo package='presence'/>", "<a><!-- <presence/> --><![CDATA[<presence/>]]></a>",
            "presence: <presence/>", "", " ", "<presences/>", "<a presence='1'/>",
        ] {
            #expect(try find(text) == nil, "\(text)")
        }
    }

    @Test("cannot be hidden in unreadable content that begins like XML, in any encoding")
    func unreadable() throws {
        let text = "<presence \(namespace) entity='sip:a@x'/>"
        let wide: [[UInt8]] = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 3, 0, 1], [1, 0, 3, 2]].map { order in
            text.utf8.flatMap { octet in order.map { $0 == 3 ? octet : 0 } }
        }
        let marked = [[0, 0, 0xFE, 0xFF] + wide[0], [0xFF, 0xFE, 0, 0] + wide[1]]
        let narrow: [[UInt8]] = [
            "<", " \t\r\n<presence", "<html><br></html>", "<!DOCTYPE html><html/>",
            "<?xml version='1.1'?>" + text,
            "<?xml version='1.0' encoding='UTF-7'?><a>+ADw-presence/+AD4-</a>",
            "<?xml version='1.0' encoding='UTF-16'?>" + text, text + "\0", "\u{FEFF}\u{FEFF}" + text,
            "<p:presence entity='sip:a@x'/>", "<a>&presence;</a>",
            String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65),
        ].map { Array($0.utf8) }
        let cyrillicOrMarkup: [UInt8] = [0x3C, 0x04, 0x30, 0x04]
        let ebcdic: [UInt8] = [0x4C, 0x6F, 0xA7, 0x94, 0x93]
        for octets in wide + marked + narrow + [cyrillicOrMarkup, ebcdic] {
            #expect(throws: PIDFError.self, "\(octets.prefix(40))") { try PresenceDocument.find(in: octets) }
        }
        let cyrillic: [UInt8] = [0xFF, 0xFE, 0x3C, 0x04]
        #expect(try PresenceDocument.find(in: cyrillic) == nil)
    }

    @Test("read the same by the charset parameter and by the XML declaration")
    func charsets() throws {
        let text = Array(
            "<?xml version='1.0' encoding='UTF-7'?><presence \(namespace) entity='sip:a@x'/>".utf8)
        #expect(throws: PIDFError.unsupportedCharset("UTF-7")) {
            try PresenceDocument.find(in: text, charset: "utf-8")
        }
        let wide = "<?xml version='1.0' encoding='UTF-8'?><presence \(namespace) entity='sip:a@x'/>".utf16
            .flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for charset in ["utf-16le", "utf-8", nil] {
            #expect(throws: PIDFError.self) { try PresenceDocument.find(in: wide, charset: charset) }
        }
        for (charset, declared) in [
            ("utf-8", "ISO-8859-1"), ("iso-8859-1", "UTF-8"), ("utf-8", "us-ascii"),
        ] {
            for (name, isRead) in [("a", true), ("\u{E9}", false)] {
                let text = Array(
                    "<?xml version='1.0' encoding='\(declared)'?><presence \(namespace) entity='sip:\(name)@x'/>"
                        .utf8)
                let same = Array(
                    "<?xml version='1.0' encoding='\(charset)'?><presence \(namespace) entity='sip:\(name)@x'/>"
                        .utf8)
                #expect(try PresenceDocument.find(in: same, charset: charset) != nil)
                if isRead {
                    #expect(try PresenceDocument.find(in: text, charset: charset) != nil)
                } else {
                    #expect(throws: PIDFError.unsupportedCharset(declared.uppercased())) {
                        try PresenceDocument.find(in: text, charset: charset)
                    }
                    // Without the parameter a mark of UTF-8 has the same effect.
                    guard declared != "UTF-8" else { continue }
                    #expect(throws: PIDFError.self) {
                        try PresenceDocument.find(in: [0xEF, 0xBB, 0xBF] + text, charset: nil)
                    }
                }
            }
        }
        let plain = Array("<presence \(namespace) entity='sip:a@x'/>".utf8)
        for charset in ["utf-16", "utf-16be"] {
            #expect(throws: PIDFError.self) { try PresenceDocument.find(in: plain, charset: charset) }
        }
    }

    @Test("list each departure once, and at most 64")
    func departures() throws {
        let tuples = (0..<100).map { "<tuple id='\($0)'><status/></tuple><o:p xmlns:o='urn:o'/>" }.joined()
        let found = try #require(try find("<presence \(namespace) entity='sip:a@x'>\(tuples)</presence>"))
        #expect(found.tuples.map(\.id) == (0..<100).map { "\($0)" })
        #expect(found.nonconformities.listed.count == 64 && found.nonconformities.unlistedCount == 37)
        #expect(
            Array(found.nonconformities.listed.prefix(2)) == [
                .invalidTupleID("0"),
                .unexpectedElement(
                    namespace: "urn:ietf:params:xml:ns:pidf", name: "tuple", parent: "presence"),
            ])
    }

    @Test("use the first of repeated values, and none with elements in it")
    func values() throws {
        let inner =
            "<status><basic>closed</basic><basic>open</basic></status><timestamp>2026-11-23T12:00:00Z</timestamp>"
            + "<timestamp>2027-11-23T12:00:00Z</timestamp><contact>sip:a<b/>@x</contact>"
        let found = try find("<presence \(namespace) entity='sip:a@x'><tuple>\(inner)</tuple></presence>")
        let tuple = try #require(found?.tuples.first)
        #expect(tuple.id == nil && tuple.basic == .closed && tuple.contact == nil)
        #expect(tuple.timestamp == Timestamp("2026-11-23T12:00:00Z"))
    }
}
