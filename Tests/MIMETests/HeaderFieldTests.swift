import Testing

@testable import MIME

@Suite("HeaderField")
struct HeaderFieldTests {
    @Test("composes a line ended by CRLF")
    func composes() throws {
        let field = try HeaderField(name: "Content-Type", value: "a/b; c=\"d\"")
        #expect(field.octets == Array("Content-Type: a/b; c=\"d\"\r\n".utf8))
        #expect(field.isNamed("content-TYPE"))
        #expect(!field.isNamed("Content-Typ"))
    }

    @Test(
        "refuses a value that would add a line or hide octets",
        arguments: [
            "a\r\nX: y", "a\nb", "a\rb", "a\0b", "a\u{7F}", "a\u{1B}",
        ])
    func valueInjection(value: String) {
        #expect(throws: MIMEError.invalidFieldValue(name: "X")) { try HeaderField(name: "X", value: value) }
    }

    @Test("refuses a name that is not a token", arguments: ["", "a b", "a:", "a\r\n", "é", "(a)"])
    func nameInjection(name: String) {
        #expect(throws: MIMEError.invalidFieldName(name)) { try HeaderField(name: name, value: "x") }
    }
}
