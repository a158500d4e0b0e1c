import PIDF
import Testing

@Suite("Tuples of presence documents")
struct PresenceTupleTests {
    private func read(_ inner: String) throws -> (document: PresenceDocument, octets: [UInt8]) {
        let text =
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:o='urn:o' entity='sip:a@x'>\(inner)</presence>"
        return (try PresenceDocument.read(Array(text.utf8)), Array(text.utf8))
    }

    private func departures(_ inner: String) throws -> [PIDFNonconformity] {
        try read(inner).document.nonconformities.listed
    }

    @Test("the range of a tuple has the octets of its element, from the first tag to the last")
    func range() throws {
        let tuples = ["<tuple id='é'><status/></tuple>", "<tuple/>", "<tuple id='c'><status/>\n</tuple >"]
        let (document, octets) = try read("é<o:x/>" + tuples.joined(separator: "<!-- -->\n"))
        #expect(document.tuples.map { String(decoding: octets[$0.range], as: UTF8.self) } == tuples)
    }

    @Test("two tuples are equal if all facts are equal, wherever they are in the document")
    func equality() {
        let timestamp = Timestamp("2005-05-30T22:00:29Z")
        let tuple = PresenceTuple(id: "a", basic: .open, timestamp: timestamp, contact: "sip:a@x")
        let elsewhere = PresenceTuple(
            id: "a", basic: .open, timestamp: timestamp, contact: "sip:a@x", range: 1..<9)
        #expect(tuple == elsewhere && tuple.range.isEmpty)
        for other in [
            PresenceTuple(id: nil, basic: .open, timestamp: timestamp, contact: "sip:a@x"),
            PresenceTuple(id: "a", basic: .closed, timestamp: timestamp, contact: "sip:a@x"),
            PresenceTuple(id: "a", basic: .open, timestamp: nil, contact: "sip:a@x"),
            PresenceTuple(id: "a", basic: .open, timestamp: timestamp, contact: "sip:b@x"),
        ] {
            #expect(tuple != other)
        }
    }

    @Test("a tuple has none of the values of the tuple before it")
    func separate() throws {
        let full =
            "<status><basic>open</basic></status><contact>sip:a@x</contact>"
            + "<timestamp>2005-05-30T22:00:29Z</timestamp>"
        let document = try read("<tuple id='a'>\(full)</tuple><tuple id='b'><status/></tuple>").document
        #expect(document.tuples.last == PresenceTuple(id: "b", basic: nil, timestamp: nil, contact: nil))
        #expect(document.nonconformities.isEmpty)
    }

    @Test("of repeated values the first counts, and each repetition is a departure")
    func repeated() throws {
        let inner =
            "<tuple id='a'><status><basic>open</basic><basic>closed</basic></status><status/>"
            + "<contact>sip:a@x</contact><contact>sip:b@x</contact></tuple>"
        let tuple = try #require(try read(inner).document.tuples.first)
        #expect(tuple.basic == .open && tuple.contact == "sip:a@x")
        let namespace = "urn:ietf:params:xml:ns:pidf"
        #expect(
            try departures(inner) == [
                .unexpectedElement(namespace: namespace, name: "basic", parent: "status"),
                .unexpectedElement(namespace: namespace, name: "status", parent: "tuple"),
                .unexpectedElement(namespace: namespace, name: "contact", parent: "tuple"),
            ])
    }

    @Test("a value with an element in it is skipped, and the next value is read")
    func mixed() throws {
        let inner =
            "<tuple id='a'><status><basic>op<o:e/>en</basic></status><contact>sip:a<o:e/>@x</contact>"
            + "<timestamp>2005-05-30T22:00:29Z</timestamp></tuple>"
        let tuple = try #require(try read(inner).document.tuples.first)
        #expect(tuple.basic == nil && tuple.contact == nil)
        #expect(tuple.timestamp?.text == "2005-05-30T22:00:29Z")
    }

    @Test("an element of another namespace does not take the place of the PIDF element of its name")
    func foreign() throws {
        let after = "<tuple id='a'><status/><contact>sip:a@x</contact><o:note/></tuple>"
        #expect(
            try departures(after) == [.unexpectedElement(namespace: "urn:o", name: "note", parent: "tuple")])
        let inside = "<tuple id='a'><status><o:basic>closed</o:basic></status></tuple>"
        #expect(try departures(inside).isEmpty)
        #expect(try read(inside).document.tuples.first?.basic == nil)
    }

    @Test("a tuple that does not begin with its status is named by its id, or as one without")
    func missingStatus() throws {
        for (inner, expected) in [
            ("<tuple id='a'/>", [PIDFNonconformity.missingStatus(tuple: "a")]),
            ("<tuple/>", [.missingTupleID, .missingStatus(tuple: nil)]),
            ("<tuple id=' '><status/></tuple>", [.missingTupleID]),
            ("<tuple id='a'><contact>sip:a@x</contact></tuple>", [.missingStatus(tuple: "a")]),
            ("<tuple id='a'><o:status/></tuple>", [.missingStatus(tuple: "a")]),
        ] {
            #expect(try departures(inner) == expected, "\(inner)")
        }
    }

    @Test("a document of RFC 5262 has an entity, and its content is not read as tuples")
    func partial() throws {
        for name in ["pidf-full", "pidf-diff"] {
            let inner = "text<tuple xmlns='urn:ietf:params:xml:ns:pidf'/>"
            let text = "<\(name) xmlns='urn:ietf:params:xml:ns:pidf-diff' entity='sip:a@x'>\(inner)</\(name)>"
            let document = try #require(try PresenceDocument.find(in: Array(text.utf8)))
            #expect(document.tuples.isEmpty && document.nonconformities.isEmpty, "\(name)")
            #expect(throws: PIDFError.self) { try PresenceDocument.read(Array(text.utf8)) }
        }
    }
}
