import Testing
import XML

@Suite("Documents as trees")
struct XMLElementTests {
    private static let limits = XMLLimits(octets: 1000, depth: 4, elements: 8, attributes: 2)

    private func read(_ text: String) throws -> XMLElement {
        try XMLElement.read(Array(text.utf8), limits: Self.limits)
    }

    @Test("an element has its name, its attributes, its content and its position")
    func tree() throws {
        let root = try read(
            "<r xmlns='urn:a' xmlns:b='urn:b'>\n  <b:c d=' e ' b:f='g'>h<!-- i -->&amp;</b:c></r>")
        #expect(root.name == ExpandedName(namespace: "urn:a", local: "r"))
        let child = try #require(root.children.first)
        #expect(root.children.count == 1 && root.text == "\n  ")
        #expect(child.name == ExpandedName(namespace: "urn:b", local: "c"))
        #expect(child.attributes == ["d": " e "])
        #expect(child.foreignAttributes == [ExpandedName(namespace: "urn:b", local: "f")])
        #expect(child.text == "h&")
        #expect(child.position == XMLPosition(line: 2, column: 2))
    }

    @Test("an element without a namespace has an empty one")
    func noNamespace() throws {
        #expect(try read("<r/>").name == ExpandedName(namespace: "", local: "r"))
    }

    @Test("each limit is enforced, with its own error")
    func bounds() {
        let large = String(repeating: " ", count: 1000)
        for (text, error) in [
            ("<r/>" + large, XMLError.tooLarge(limit: 1000)),
            ("<a><a><a><a><a/></a></a></a></a>", .tooDeep(limit: 4)),
            ("<a>\(String(repeating: "<b/>", count: 8))</a>", .tooManyElements(limit: 8)),
            ("<a b='' c='' d=''/>", .tooManyAttributes(limit: 2)),
        ] {
            #expect(throws: error) { try read(text) }
        }
        #expect(throws: Never.self) { try read("<a><a><a><a/></a></a></a>") }
        #expect(throws: Never.self) { try read("<a>\(String(repeating: "<b/>", count: 7))</a>") }
    }

    @Test("a document that is not well-formed is refused at the first fault")
    func malformed() {
        for (text, line, column) in [("", 1, 0), ("<a>\n </b>", 2, 3), ("<b:a/>", 1, 0), ("<a/><a/>", 1, 4)] {
            #expect(throws: XMLError.notWellFormed(XMLPosition(line: line, column: column)), "\(text)") {
                try read(text)
            }
        }
    }

    @Test("a document type declaration is refused before its content has any effect")
    func doctype() {
        #expect(throws: XMLError.doctypeForbidden(XMLPosition(line: 2, column: 12))) {
            try read(
                "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>")
        }
    }

    @Test("an external charset counts, unless the declaration has another; an unknown one is refused")
    func charset() throws {
        let octets = Array("<?xml version='1.0'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try XMLElement.read(octets, charset: "iso-8859-1", limits: Self.limits).text == "é")
        let declared = Array("<?xml version='1.0' encoding='UTF-8'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(throws: XMLError.unsupportedCharset("UTF-8")) {
            try XMLElement.read(declared, charset: "iso-8859-1", limits: Self.limits)
        }
        #expect(throws: XMLError.unsupportedCharset("koi8-r")) {
            try XMLElement.read(octets, charset: "koi8-r", limits: Self.limits)
        }
        #expect(throws: XMLError.unsupportedCharset("x-y")) {
            try read("<?xml version='1.0' encoding='x-y'?><a/>")
        }
    }
}
