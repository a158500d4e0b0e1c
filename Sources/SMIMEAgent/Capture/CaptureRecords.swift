/// The records of a packet capture, of which only the lengths are read: those of libpcap, or the blocks of pcapng.
package struct CaptureRecords {
    /// Whether every record is whole but the last, which the end of the file cuts.
    package let areCut: Bool

    /// Walks over the records of `octets`.
    package init(_ octets: [UInt8]) {
        let isBlocks = octets.starts(with: [0x0A, 0x0D, 0x0D, 0x0A])
        // Where the length stands, which octets it counts, and which it does not.
        let (first, lengthOffset, header) = isBlocks ? (0, 4, 12) : (24, 8, 16)
        let isLittle =
            isBlocks
            ? octets.dropFirst(8).first == 0x4D : octets.first == 0xD4 || octets.first == 0x4D
        var start = first
        while start < octets.count {
            guard octets.count - start >= header else { break }
            let length = Self.number(octets[(start + lengthOffset)...].prefix(4), isLittle: isLittle)
            let size = isBlocks ? length : header + length
            // A length that no capture has is damage, not a cut.
            guard size >= header, length <= Self.maximumLength else {
                areCut = false
                return
            }
            guard size <= octets.count - start else { break }
            start += size
        }
        areCut = start > first && start < octets.count
    }

    /// Whether octets begin as a capture of one of the usual kinds does: pcap of either order of octets, or pcapng.
    package static func begin(_ octets: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [
            [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1],
            [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
        ]
        return starts.contains { octets.starts(with: $0) }
    }

    /// The longest packet that a capture of libpcap may hold, 256 KiB, with room for the options of a block.
    private static let maximumLength = 1 << 20

    private static func number(_ octets: ArraySlice<UInt8>, isLittle: Bool) -> Int {
        (isLittle ? octets.reversed() : Array(octets)).reduce(0) { $0 << 8 | Int($1) }
    }
}
