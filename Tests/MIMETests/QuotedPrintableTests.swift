import Testing

@testable import MIME

@Suite("QuotedPrintable")
struct QuotedPrintableTests {
    @Test(
        "decodes escapes, soft breaks and line ends, and drops white space at the end of a line",
        arguments: [
            ("", ""), ("a=3Db", "a=b"), ("a=3db", "a=b"), ("a=\r\nb", "ab"), ("a= \t\nb", "ab"),
            ("a \t\r\nb ", "a\r\nb"),
            ("a=20\nb", "a \nb"), ("a=", "a"), ("=41=42", "AB"),
        ])
    func decodes(text: String, plain: String) throws {
        #expect(try QuotedPrintable.decode(Array(text.utf8)) == Array(plain.utf8))
    }

    @Test(
        "refuses text that is not quoted-printable, with the offset",
        arguments: [
            ("a=4", 1), ("a=4g", 1), ("a==41", 1), ("a\u{0}", 1), ("a\rb", 1), ("é", 0), ("=\r", 0),
        ])
    func refuses(text: String, offset: Int) {
        #expect(throws: MIMEError.malformedQuotedPrintable(offset: offset)) {
            try QuotedPrintable.decode(Array(text.utf8))
        }
    }
}
