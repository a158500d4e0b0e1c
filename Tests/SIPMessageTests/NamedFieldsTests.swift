import MIME
import TestSupport
import Testing

@testable import SIPMessage

@Suite("NamedFields")
struct NamedFieldsTests {
    private let header = NamedFields(
        ["X-Odd: 1", "Route: <sip:a>, <sip:b>", "to: x", "x-odd: 2", "T: y", "Route: <sip:c>", "To: z"].map {
            NamedField(HeaderField(lines: Array("\($0)\r\n".utf8)))
        })

    @Test("finds the fields of a name in their order, listed or not, whatever form and case they have")
    func inOrder() {
        #expect(header.fields(of: "To").map(\.field.value) == ["x", "y", "z"])
        #expect(header.fields(of: "X-ODD").map(\.field.value) == ["1", "2"])
        #expect(header.values(of: "Route") == ["<sip:a>", "<sip:b>", "<sip:c>"])
        #expect(header.fields(of: "From").isEmpty && header.values(of: "X-None").isEmpty)
        #expect(header.contains("t") && !header.contains("f"))
    }

    @Test("knows which field is the first of its name, and whether it is the only one")
    func firstAndOnly() {
        #expect(header.fields.indices.filter(header.isFirst) == [0, 1, 2])
        #expect(header.only("To") == nil && header.only("X-Odd") == nil && header.only("From") == nil)
        let single = NamedFields(Array(header.fields[2...3]))
        #expect(single.only("To")?.field.value == "x" && single.only("X-Odd")?.field.value == "2")
    }

    @Test("a value that is not UTF-8 is read as its text: a backslash does not join what it separates")
    func textOfValues() throws {
        let lines = Array("From: \"".utf8) + [0xC3, 0x5C, 0xA9] + Array("\" <sip:a@b>\r\n".utf8)
        let address = try #require(NameAddress.parse(HeaderField(lines: lines).scanner))
        #expect(address.displayName == "\u{FFFD}\u{FFFD}")
        let valid = try #require(
            NameAddress.parse(HeaderField(lines: Array("To: \"é\" <sip:a@b>".utf8)).scanner))
        #expect(valid.displayName == "é")
    }
}
