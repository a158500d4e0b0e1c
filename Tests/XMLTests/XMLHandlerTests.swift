import Testing
import XML

/// Writes down the events of a document, and stops at the event of a given number.
private final class Recorder: XMLHandler {
    let vocabulary: XMLVocabulary
    let readsText: Bool
    private let last: Int
    private(set) var events: [String] = []
    private(set) var places: [Range<Int>] = []
    private(set) var positions: [XMLPosition] = []

    private(set) var memberships: [XMLMembership] = []

    init(expecting vocabulary: XMLVocabulary = .empty, readsText: Bool = true, stoppingAt last: Int = .max) {
        self.vocabulary = vocabulary
        self.readsText = readsText
        self.last = last
    }

    private func note(_ event: String) -> Bool {
        events.append(event)
        return events.count < last
    }

    func start(_ tag: borrowing XMLStartTag) -> Bool {
        places.append(tag.place.offset..<tag.place.endOffset)
        positions.append(tag.place.position)
        memberships.append(tag.membership)
        let attributes = tag.attributes
        #expect(tag.localName == tag.name.local)
        #expect(tag.value(of: "b") == attributes["b"])
        #expect(tag.value(of: "d") == attributes["d"])
        let written = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return note("<\(tag.name)\(written)>")
    }

    func text(_ octets: Span<UInt8>) -> Bool {
        note(String(decoding: octets.indices.map { octets[$0] }, as: UTF8.self))
    }

    func end(at place: borrowing XMLPlace) -> Bool {
        places.append(place.offset..<place.endOffset)
        return note("</>")
    }
}

@Suite("Documents as events")
struct XMLHandlerTests {
    private static let limits = XMLLimits(octets: 1000, depth: 4, elements: 8, attributes: 2)

    private func read(
        _ text: String, with recorder: Recorder, limits: XMLLimits = limits
    ) throws(XMLError) -> [String] {
        _ = try recorder.read(Array(text.utf8), limits: limits)
        return recorder.events
    }

    @Test("the handler gets each event once, in document order, with resolved references")
    func events() throws {
        let text = "<a b='1&amp;2'><!-- x --><c>d&#x65;</c><?y z?><f/></a>"
        let events = try read(text, with: Recorder())
        let runs = events.filter { $0.first != "<" }
        #expect(events.filter { $0.first == "<" } == ["<{}a b=1&2>", "<{}c>", "</>", "<{}f>", "</>", "</>"])
        #expect(runs.joined() == "de")
    }

    @Test("the offsets of an event are those of its tag, in octets and not in characters")
    func offsets() throws {
        let text = "\u{FEFF}<a><é b='ö'>ü</é\n><f/></a>"
        let recorder = Recorder(readsText: false)
        _ = try read(text, with: recorder)
        let octets = Array(text.utf8)
        let tags = recorder.places.map { String(decoding: octets[$0], as: UTF8.self) }
        #expect(tags == ["<a>", "<é b='ö'>", "</é\n>", "<f/>", "", "</a>"])
        #expect(recorder.places[4].lowerBound == recorder.places[3].upperBound)
    }

    @Test("the position of an event counts lines from 1 and characters from 0")
    func positions() throws {
        let recorder = Recorder()
        _ = try read("<a>\n  <é/><b/>\r\n<c/></a>", with: recorder)
        #expect(recorder.positions.map(\.line) == [1, 2, 2, 3])
        #expect(recorder.positions.map(\.column) == [0, 2, 6, 0])
        #expect(recorder.positions[2].description == "line 2, column 6")
    }

    @Test("a handler that stops gets no further event, and the rest of the document is not read")
    func stops() throws {
        let text = "<a>t<b/><c>u</c><<< this is not XML"
        #expect(throws: XMLError.self) { try read(text, with: Recorder()) }
        let first = ["<{}a>", "t", "<{}b>", "</>", "<{}c>", "u", "</>"]
        for last in 1...first.count {
            let recorder = Recorder(stoppingAt: last)
            #expect(try !recorder.read(Array(text.utf8), limits: Self.limits))
            #expect(recorder.events == Array(first.prefix(last)))
        }
        #expect(try Recorder().read(Array("<a/>".utf8), limits: Self.limits))
    }

    @Test("a handler that reads no text gets none, and all of the rest")
    func withoutText() throws {
        let events = try read("<a>t<b>u</b><![CDATA[v]]></a>", with: Recorder(readsText: false))
        #expect(events == ["<{}a>", "<{}b>", "</>", "</>"])
    }

    @Test(
        "a name has its own namespace, whichever the handler expects",
        arguments: ["", "urn:", "urn:a", "urn:ab", "urn:b", "urn:a:b"] as [StaticString])
    func namespaces(expected: StaticString) throws {
        for namespace in ["urn:", "urn:a", "urn:ab", "urn:b", "urn:a:b"] {
            let text = "<a xmlns='\(namespace)'><b xmlns=''/></a>"
            let vocabulary = XMLVocabulary(namespace: expected, elements: ["a"])
            let events = try read(text, with: Recorder(expecting: vocabulary))
            #expect(events.prefix(2) == ["<{\(namespace)}a>", "<{}b>"], "\(namespace)")
        }
    }

    @Test("an element of the vocabulary is known by its position, and no other element is taken for it")
    func vocabulary() throws {
        let vocabulary = XMLVocabulary(namespace: "urn:a", elements: ["ab", "a", "é"])
        let cases: [(String, XMLMembership)] = [
            ("<a xmlns='urn:a'/>", .known(1)), ("<p:ab xmlns:p='urn:a'/>", .known(0)),
            ("<é xmlns='urn:a'/>", .known(2)), ("<abc xmlns='urn:a'/>", .unknown),
            ("<A xmlns='urn:a'/>", .unknown), ("<e\u{301} xmlns='urn:a'/>", .unknown),
            ("<a/>", .unqualified), ("<a xmlns='urn:'/>", .foreign), ("<a xmlns='urn:ab'/>", .foreign),
            ("<a xmlns='URN:a'/>", .foreign),
        ]
        for (text, membership) in cases {
            let recorder = Recorder(expecting: vocabulary)
            _ = try read(text, with: recorder)
            #expect(recorder.memberships == [membership], "\(text)")
            let other = Recorder()
            _ = try read(text, with: other)
            #expect(other.memberships == [membership == .unqualified ? .unqualified : .foreign], "\(text)")
        }
    }

    @Test(
        "an attribute in a namespace has namespace, line feed and local part as its key; declarations have none"
    )
    func attributes() throws {
        let events = try read("<a xmlns:b='urn:b' xmlns='urn:c' b:d='1' d='2'/>", with: Recorder())
        #expect(events.first == "<{urn:c}a d=2 urn:b\nd=1>")
    }

    @Test("a document at every limit is read, and one beyond is refused before its event")
    func limits() throws {
        let text = "<a><b c='1' d='2'/><b/></a>"
        let exact = XMLLimits(octets: text.utf8.count, depth: 2, elements: 3, attributes: 2)
        #expect(try read(text, with: Recorder(), limits: exact).count == 6)
        for (limits, error, seen) in [
            (XMLLimits(octets: 26, depth: 2, elements: 3, attributes: 2), XMLError.tooLarge(limit: 26), 0),
            (XMLLimits(octets: 99, depth: 1, elements: 3, attributes: 2), .tooDeep(limit: 1), 1),
            (XMLLimits(octets: 99, depth: 2, elements: 2, attributes: 2), .tooManyElements(limit: 2), 3),
            (XMLLimits(octets: 99, depth: 2, elements: 3, attributes: 1), .tooManyAttributes(limit: 1), 1),
        ] {
            let recorder = Recorder()
            #expect(throws: error) { try read(text, with: recorder, limits: limits) }
            #expect(recorder.events.count == seen, "\(error)")
        }
    }
}
