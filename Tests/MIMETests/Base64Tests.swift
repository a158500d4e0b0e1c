import Foundation
import TestSupport
import Testing

@testable import MIME

@Suite("Base64")
struct Base64Tests {
    @Test(
        "encodes and decodes the vectors of RFC 4648 §10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, text: String) throws {
        #expect(Base64.encode(Array(plain.utf8)) == Array((text.isEmpty ? "" : text + "\r\n").utf8))
        #expect(try Base64.decode(Array(text.utf8)) == Array(plain.utf8))
    }

    @Test("agrees with Foundation on random octets, wrapped at 76 and 64 columns")
    func agreesWithFoundation() throws {
        var generator = SeededGenerator(seed: 64)
        for count in 0..<200 {
            let octets = generator.octets(count, of: Array(0...255))
            for (length, option) in [
                (76, Data.Base64EncodingOptions.lineLength76Characters), (64, .lineLength64Characters),
            ] {
                let text = Base64.encode(octets, lineLength: length)
                let expected = Data(octets).base64EncodedData(options: option)
                #expect(text == Array(expected) + (octets.isEmpty ? [] : [0x0D, 0x0A]))
                #expect(try Base64.decode(text) == octets)
            }
        }
    }

    @Test("skips white space and line ends in any position")
    func whiteSpace() throws {
        #expect(try Base64.decode(Array(" Z g\t=\r\n=\n".utf8)) == [0x66])
    }

    @Test(
        "refuses anything but the one valid encoding, with the offset",
        arguments: [
            ("Zg", 2), ("Zg=", 3), ("Zg===", 4), ("Z===", 1), ("=", 0), ("Zg==Zg==", 4), ("Zm9v-", 4),
            ("Zm9v_", 4),
            ("Zm9v!", 4), ("Zh==", 4), ("Zm9=", 4), ("Zm\u{0}v", 2), ("é", 0),
        ])
    func refuses(text: String, offset: Int) {
        #expect(throws: MIMEError.malformedBase64(offset: offset)) { try Base64.decode(Array(text.utf8)) }
    }

    @Test("treats a line length below one group as one group")
    func tinyLines() {
        #expect(Base64.encode([0, 0, 0, 0], lineLength: -1) == Array("AAAA\r\nAA==\r\n".utf8))
    }
}
