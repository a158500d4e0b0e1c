import Compression
import TestSupport

/// Content codings: decoded content ends where its octets end.
struct CodingTarget: FuzzTarget {
    let maximumOctets = 4096
    private let limit = 1 << 16

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let text = Array("<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@x'/>".utf8)
        // The same octet 300 times, in fixed codes, as a compressed seed.
        let fixed: [UInt8] = [0x78, 0x9C, 0x4B, 0x4C, 0x1C, 0x05, 0x00]
        return [
            ("gzip", StoredCoding.gzip(text)), ("zlib", StoredCoding.zlib(text)), ("fixed", fixed),
            ("name", StoredCoding.gzip(text, flags: 8, header: [0x61, 0])),
            ("empty", StoredCoding.zlib([])), ("raw", StoredCoding.blocks(text)),
        ]
    }

    func run(_ octets: [UInt8]) {
        for coding in ContentCoding.allCases {
            guard let content = try? coding.decoded(octets, limit: limit) else { continue }
            require(content.count <= limit, "content stays within its limit")
            require(
                (try? coding.decoded(octets + [0], limit: limit)) == nil, "octets after the end are refused")
            require(
                (try? coding.decoded(octets.dropLast(), limit: limit)) == nil, "a missing end is refused")
            let again = coding == .gzip ? StoredCoding.gzip(content) : StoredCoding.zlib(content)
            require(
                (try? coding.decoded(again, limit: limit)) == content, "the content matches its checksum")
        }
    }
}
