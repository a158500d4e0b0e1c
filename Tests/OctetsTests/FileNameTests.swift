import Octets
import Testing

@Suite("File names as text")
struct FileNameTests {
    @Test(
        "keep all octets",
        arguments: [
            "publish.sip".utf8.map { $0 }, Array("é".utf8), [0x66, 0xFC, 0x2E], [0xC3], [0xFF, 0xFE, 0x80],
            Array("\u{10FF80}\u{10FFFF}".utf8), [0xF4, 0x8F, 0xBE], [0xED, 0xA0, 0x80], [],
        ] as [[UInt8]])
    func roundTrip(octets: [UInt8]) {
        #expect(FileName.octets(FileName.text(octets)) == octets)
    }

    @Test("different octets are different texts")
    func injective() {
        let names: [[UInt8]] = [
            [0xE9], Array("\u{10FFE9}".utf8), Array("é".utf8), [0xF4, 0x8F, 0xBF, 0xA9], [0xE9, 0x0A],
        ]
        #expect(Set(names.map { Array(FileName.text($0).utf8) }).count == Set(names).count)
    }

    @Test("names in UTF-8 stay as they are, and C gets a NUL at the end")
    func plain() {
        #expect(FileName.text(Array("Grüße.sip".utf8)) == "Grüße.sip")
        #expect(FileName.cString("a") == [0x61, 0])
    }

    @Test("octets that are not UTF-8 are shown as numbers")
    func printable() {
        #expect(PrintableText.escaped(FileName.text([0x66, 0xFC, 0x1B])) == "f\\xFC\\u{1B}")
    }
}
