import Octets
import TestSupport
import Testing

@Suite("Quoted strings")
struct QuotedStringTests {
    @Test("quoted text is restored, and nothing after it is read")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 822)
        for _ in 0..<300 {
            let octets = generator.octets(
                Int.random(in: 0...12, using: &generator), of: Array("a\"\\ ;,<".utf8))
            let text = String(decoding: octets, as: UTF8.self)
            let written = Array(QuotedString.quoting(text).utf8)
            let read = try #require(QuotedString.content(in: written + Array("\";x".utf8), from: 0))
            #expect(read.text == text && read.end == written.count)
        }
        #expect(QuotedString.quoting("\"\u{301}") == "\"\\\"\u{301}\"")
    }

    @Test("a string without begin or end is refused", arguments: ["", "a", "\"", "\"a", "\"a\\\"", "\"\\"])
    func unfinished(text: String) {
        #expect(QuotedString.content(in: Array(text.utf8), from: 0) == nil)
    }

    @Test("a separator counts only outside quotes, and an escaped quote does not end a string")
    func tracker() {
        var strings = QuotedStringTracker()
        let separators = Array("a;\"b;\\\";c\\\\\";d\\;".utf8).enumerated().filter { _, octet in
            let isQuoted = strings.isQuoted
            strings.follow(octet)
            return octet == 0x3B && !isQuoted
        }
        #expect(separators.map(\.offset) == [1, 12, 15])
        #expect(!strings.isQuoted && !strings.isEscaped)
        // Outside quotes, a backslash is an ordinary character.
        for octet in Array("\\\"".utf8) { strings.follow(octet) }
        #expect(strings.isQuoted)
    }

    @Test("the end of a line ends an escape, the end of a field a string")
    func ends() {
        var strings = QuotedStringTracker()
        for octet in Array("\"a\\".utf8) { strings.follow(octet) }
        #expect(strings.isQuoted && strings.isEscaped)
        strings.endEscape()
        #expect(strings.isQuoted && !strings.isEscaped)
        strings.endString()
        #expect(!strings.isQuoted)
    }
}
