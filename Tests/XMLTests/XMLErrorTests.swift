import Testing
import XML

@Suite("Sentences about unreadable documents")
struct XMLErrorTests {
    private static let place = XMLPosition(line: 3, column: 14)

    @Test(
        "each error names its limit, its position or its encoding",
        arguments: [
            (XMLError.tooLarge(limit: 7), "the document is larger than 7 octets"),
            (.tooDeep(limit: 7), "the document is nested more than 7 deep"),
            (.tooManyElements(limit: 7), "the document has more than 7 elements"),
            (.tooManyAttributes(limit: 7), "an element has more than 7 attributes"),
            (.namespaceTooLong(limit: 7), "the name of a namespace is longer than 7 octets"),
            (.tooMuchMemory(limit: 7), "the document needs more than 7 octets of memory to be read"),
            (.unsupportedCharset("koi8-r"), "the charset 'koi8-r' is not supported"),
            (.doctypeForbidden(place), "line 3, column 14: a DOCTYPE is not allowed"),
            (.notWellFormed(place), "line 3, column 14: this is not XML"),
            (.outOfMemory, "memory ran out while reading the document"),
        ])
    func sentences(error: XMLError, sentence: String) {
        #expect(error.description == sentence)
        #expect(sentence.count <= 100 && sentence.first?.isUppercase == false && sentence.last != ".")
    }

    @Test("a name from a document cannot move the cursor or hide text")
    func escaped() {
        let name = ExpandedName(namespace: "urn:\u{1B}[2J", local: "a\u{202E}b\n")
        #expect(name.description == "{urn:\\u{1B}[2J}a\\u{202E}b\\u{A}")
        #expect(
            XMLError.unsupportedCharset("\u{7}\u{85}").description
                == "the charset '\\u{7}\\u{85}' is not supported")
    }
}
