import Compression
import TestSupport
import Testing

@Suite("Content codings")
struct ContentCodingTests {
    private let text = Array("<presence/>".utf8)

    private func coded(_ octets: [UInt8], _ coding: ContentCoding) -> [UInt8] {
        coding == .gzip ? StoredCoding.gzip(octets) : StoredCoding.zlib(octets)
    }

    @Test("are decoded, up to the limit and not one octet further", arguments: ContentCoding.allCases)
    func limit(coding: ContentCoding) throws {
        for count in [0, 1, 32_767, 32_768, 32_769, 200_000] {
            let octets = [UInt8](repeating: 7, count: count)
            #expect(try coding.decoded(coded(octets, coding), limit: count) == octets)
            guard count > 0 else { continue }
            #expect(throws: ContentCodingError.tooLarge(limit: count - 1)) {
                try coding.decoded(coded(octets, coding), limit: count - 1)
            }
        }
    }

    @Test("are refused with anything after the end", arguments: ContentCoding.allCases)
    func surplus(coding: ContentCoding) throws {
        let whole = coded(text, coding)
        for tail in [[0], [UInt8](repeating: 0, count: 512), whole] {
            #expect(throws: ContentCodingError.surplus(octets: tail.count)) {
                try coding.decoded(whole + tail, limit: 1000)
            }
        }
    }

    @Test("are refused at every length except the whole", arguments: ContentCoding.allCases)
    func truncated(coding: ContentCoding) {
        let whole = coded(text, coding)
        for length in 0..<whole.count {
            #expect(throws: ContentCodingError.self) {
                try coding.decoded(Array(whole[..<length]), limit: 1000)
            }
        }
    }

    @Test("are refused with any octet of content or checksum changed", arguments: ContentCoding.allCases)
    func changed(coding: ContentCoding) {
        let whole = coded(text, coding)
        // The octet before has three bits of the block, and five without meaning.
        let start = coding == .gzip ? 11 : 3
        for index in start..<whole.count {
            var octets = whole
            octets[index] ^= 0x10
            #expect(throws: ContentCodingError.self) { try coding.decoded(octets, limit: 1000) }
        }
    }

    @Test("are not accepted for each other, nor for raw deflate")
    func others() {
        let raw = StoredCoding.blocks(text)
        #expect(throws: ContentCodingError.rawDeflate) { try ContentCoding.deflate.decoded(raw, limit: 1000) }
        #expect(throws: ContentCodingError.rawDeflate) {
            try ContentCoding.deflate.decoded(StoredCoding.gzip(text), limit: 1000)
        }
        for octets in [raw, StoredCoding.zlib(text), text] {
            #expect(throws: ContentCodingError.damaged) {
                try ContentCoding.gzip.decoded(octets, limit: 1000)
            }
        }
    }

    @Test("are refused if a zlib stream begins like raw deflate, so that readers find two contents")
    func twoReadings() {
        // Method 8 and level 0, as a stored block of 0xA801 octets.
        let octets: [UInt8] = [0x78, 0x01, 0xA8, 0xFE, 0x57] + Array("<presence/>".utf8)
        #expect(throws: ContentCodingError.alsoRawDeflate) {
            try ContentCoding.deflate.decoded(octets, limit: 1000)
        }
    }

    @Test("are refused with a dictionary")
    func dictionary() {
        let stream = [0x78, 0x20, 0, 0, 0, 1] + StoredCoding.zlib(text).dropFirst(2)
        #expect(throws: ContentCodingError.dictionary) {
            try ContentCoding.deflate.decoded(stream, limit: 1000)
        }
    }

    @Test("are decoded with the optional fields of a gzip header")
    func fields() throws {
        let extra: [UInt8] = [4, 0, 0x41, 0x42, 0, 0]
        for (flags, header) in [(4, extra), (8, Array("a.xml".utf8) + [0]), (16, [0])] as [(UInt8, [UInt8])] {
            let member = StoredCoding.gzip(text, flags: flags, header: header)
            #expect(try ContentCoding.gzip.decoded(member, limit: 1000) == text)
        }
        #expect(throws: ContentCodingError.damaged) {
            try ContentCoding.gzip.decoded(StoredCoding.gzip(text, flags: 0x80), limit: 1000)
        }
    }

    @Test("stop at the limit however much content would follow")
    func bomb() {
        // A block of fixed codes: one octet, then 258 more of it for each 13
        // zero-padded bits (RFC 1951 §3.2.6).
        let bomb = [0x78, 0x01] + [0x63, 0x60, 0x18, 0x05] + [UInt8](repeating: 0, count: 1 << 20)
        #expect(throws: ContentCodingError.self) { try ContentCoding.deflate.decoded(bomb, limit: 1 << 16) }
    }
}
