import PIDF
import Testing

@Suite("Sentences about presence documents")
struct PIDFErrorTests {
    @Test(
        "each error has its own sentence, with its facts",
        arguments: [
            (PIDFError.tooLarge(limit: 7), "the presence document is larger than 7 octets"),
            (.tooDeep(limit: 7), "the presence document is nested more than 7 deep"),
            (.tooManyElements(limit: 7), "the presence document has more than 7 elements"),
            (.tooManyAttributes(limit: 7), "an element has more than 7 attributes"),
            (.namespaceTooLong(limit: 7), "the name of a namespace is longer than 7 octets"),
            (.tooMuchMemory(limit: 7), "the presence document needs more than 7 octets of memory to be read"),
            (.unsupportedCharset("a\u{1B}"), "unsupported charset 'a\\u{1B}'"),
            (.doctypeForbidden(line: 2), "line 2 of the presence document has a DOCTYPE"),
            (.notWellFormed(line: 2, column: 7), "the presence document is not XML at line 2, column 7"),
            (
                .wrongRoot(namespace: "urn:\u{7}", name: "a\n"),
                "the root is {urn:\\u{7}}a\\u{A}, not that of a presence document"
            ),
            (.missingEntity, "the presence document names no entity"),
            (.invalidEntity("a\u{202E}"), "the entity 'a\\u{202E}' is not a URI"),
            (.severalEntities, "the presence document has several attributes named entity"),
            (
                .nestedPresence(namespace: "urn:o", name: "Presence\r"),
                "the element Presence\\u{D} is not the root of the document"
            ),
            (.nonconforming(.missingTupleID), "a tuple has no id"),
            (.outOfMemory, "memory ran out while reading the presence document"),
        ])
    func errors(error: PIDFError, sentence: String) {
        #expect(error.description == sentence)
    }

    @Test(
        "each departure has its own description, with its facts",
        arguments: [
            (PIDFNonconformity.missingTupleID, "a tuple has no id"),
            (.invalidTupleID("1\n"), "the tuple id '1\\u{A}' is not an XML name"),
            (.duplicateTupleID("a\t"), "duplicate tuple id 'a\\u{9}'"),
            (.missingStatus(tuple: "a\n"), "the tuple 'a\\u{A}' does not begin with its status"),
            (.missingStatus(tuple: nil), "a tuple without id does not begin with its status"),
            (.invalidBasic("OPEN\n"), "basic is 'OPEN\\u{A}', neither open nor closed"),
            (.invalidPriority("2\n"), "the priority '2\\u{A}' is not a number from 0 to 1"),
            (.invalidTimestamp("now\n"), "the timestamp 'now\\u{A}' is not an RFC 3339 timestamp"),
            (
                .unexpectedElement(namespace: "urn:o", name: "e\n", parent: "tuple"),
                "unexpected element e\\u{A} in tuple"
            ),
            (.unexpectedText(parent: "status"), "unexpected text in status"),
        ])
    func departures(departure: PIDFNonconformity, description: String) {
        #expect(departure.description == description)
    }

    @Test("the position of an XML error and the line of a DOCTYPE come from the document")
    func positions() {
        #expect(throws: PIDFError.notWellFormed(line: 2, column: 3)) {
            let start = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@x'>"
            return try PresenceDocument.read(Array("\(start)\n </b>".utf8))
        }
        #expect(throws: PIDFError.doctypeForbidden(line: 3)) {
            try PresenceDocument.read(Array("<!-- -->\n\n<!DOCTYPE a><a/>".utf8))
        }
    }
}
