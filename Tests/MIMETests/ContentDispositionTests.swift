import Testing

@testable import MIME

@Suite("ContentDisposition")
struct ContentDispositionTests {
    @Test(
        "reads the form that is sent, and the example of RFC 3261 without its semicolon",
        arguments: [
            "attachment;filename=smime.p7m;handling=required",
            "attachment; filename=smime.p7m handling=required",
            "ATTACHMENT; filename=\"smime.p7m\"; handling=required;",
        ])
    func reads(value: String) throws {
        let disposition = try ContentDisposition.parse(value)
        #expect(disposition.headerValue == "attachment;filename=smime.p7m;handling=required")
        #expect(!disposition.isOptional)
    }

    @Test("treats a missing handling as required, and recognizes optional")
    func handling() throws {
        #expect(try !ContentDisposition.parse("render").isOptional)
        #expect(try ContentDisposition.parse("aib;Handling=Optional").isOptional)
    }

    @Test("refuses invalid dispositions", arguments: ["", "a b", "a;b", "a b=c", "a;b=c d", "a;b=c\"d\""])
    func malformed(value: String) {
        #expect(throws: MIMEError.malformedField(name: "Content-Disposition", value: value)) {
            try ContentDisposition.parse(value)
        }
    }
}
