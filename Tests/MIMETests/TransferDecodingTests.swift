import TestSupport
import Testing

@testable import MIME

@Suite("Decoding of transfer encodings")
struct TransferDecodingTests {
    /// Writes octets as quoted-printable, each octet escaped or not, with soft line breaks in between.
    private func encoded(_ octets: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        octets.flatMap { octet -> [UInt8] in
            let isPlain = octet > 0x20 && octet < 0x7F && octet != 0x3D
            let digits = String(octet, radix: 16, uppercase: Bool.random(using: &generator))
            let escape = Array((octet < 16 ? "=0" : "=").utf8) + Array(digits.utf8)
            let soft = Array(["", "", "=\r\n", "= \t\n"][Int.random(in: 0..<4, using: &generator)].utf8)
            return soft + (isPlain && Bool.random(using: &generator) ? [octet] : escape)
        }
    }

    @Test("random octets come back from quoted-printable, however they are escaped and broken into lines")
    func quotedPrintable() throws {
        var generator = SeededGenerator(seed: 67)
        for count in 0..<200 {
            let octets = generator.octets(count, of: Array(0...255))
            #expect(try QuotedPrintable.decode(encoded(octets, &generator)) == octets)
        }
    }

    @Test("an octet that is not printable ASCII is refused, and a printable one is kept")
    func printable() throws {
        for octet in UInt8.min...UInt8.max where octet != 0x3D {
            if octet == 0x09 || octet == 0x0A || (0x20..<0x7F).contains(octet) {
                #expect(try QuotedPrintable.decode([octet, 0x61]) == [octet, 0x61])
            } else {
                #expect(throws: MIMEError.malformedQuotedPrintable(offset: 1)) {
                    try QuotedPrintable.decode([0x61, octet])
                }
            }
        }
    }

    @Test("white space before a line end is dropped, and kept before a soft line break or as an escape")
    func whiteSpace() throws {
        for (text, plain) in [
            ("a \n\tb\t", "a\n\tb"), ("a =\nb", "a b"), ("a\t=\r\n b", "a\t b"), ("a=20 \nb", "a \nb"),
            (" ", ""),
            ("=20", " "), ("=09\t", "\t"), (" =20", "  "), ("a\r\n\n", "a\r\n\n"),
        ] {
            #expect(
                try QuotedPrintable.decode(Array(text.utf8)) == Array(plain.utf8), "\(text.debugDescription)")
        }
    }

    @Test("base64 has one text for each content: a change of its last digit or of its padding is refused")
    func canonical() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for octets: [UInt8] in [[0x00], [0xFF], [0x5A, 0xA5], [0xFF, 0xFF]] {
            let text = Base64.encode(octets).dropLast(2)
            let last = octets.count == 1 ? 1 : 2
            let accepted = alphabet.filter { digit in
                var changed = Array(text)
                changed[last] = digit
                return (try? Base64.decode(changed)) != nil
            }
            // The unused bits are zero: 4 of them after one octet, 2 after two.
            #expect(accepted.count == 64 >> (octets.count == 1 ? 4 : 2))
            #expect(accepted.contains(text[last]))
            #expect(throws: MIMEError.self) { try Base64.decode(Array(text.dropLast())) }
            #expect(throws: MIMEError.self) { try Base64.decode(text + [0x3D]) }
        }
    }

    @Test("base64 lines have the requested length, rounded down to whole groups of four")
    func lines() throws {
        for (length, rounded) in [(0, 4), (3, 4), (4, 4), (7, 4), (8, 8), (64, 64), (75, 72), (76, 76)] {
            let lines = Base64.encode([UInt8](repeating: 1, count: 120), lineLength: length)
                .split(separator: 0x0A)
            #expect(lines.dropLast().allSatisfy { $0.count == rounded + 1 }, "\(length)")
            #expect(lines.allSatisfy { $0.last == 0x0D })
        }
    }
}
