import Octets
import Testing

@Suite("Untrusted text")
struct PrintableTextTests {
    @Test(
        "shows every control, format and separator character as a number",
        arguments: [
            ("\u{1B}[2J", "\\u{1B}[2J"), ("a\r\nb", "a\\u{D}\\u{A}b"), ("\u{9B}31m", "\\u{9B}31m"),
            ("\u{202E}x", "\\u{202E}x"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
            ("a\u{200B}b", "a\\u{200B}b"),
            ("\u{2028}", "\\u{2028}"), ("\u{0}", "\\u{0}"),
        ])
    func escapes(text: String, shown: String) {
        #expect(PrintableText.escaped(text) == shown)
        #expect(printable(text) == shown)
    }

    @Test("is unchanged if it is printable, in any language")
    func printableText() {
        for text in ["sip:alice@example.test", "Zoë \\ 日本語", ""] { #expect(printable(text) == text) }
    }

    @Test("is quoted in errors up to 200 characters")
    func bound() {
        #expect(printable(String(repeating: "x", count: 300)).count == 200)
        #expect(PrintableText.escaped(String(repeating: "x", count: 300)).count == 300)
    }
}
