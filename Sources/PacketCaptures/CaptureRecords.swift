/// The lengths of the records of a packet capture: those of libpcap, or the blocks of pcapng.
package struct CaptureRecords {
    /// Whether every record is complete except the last, which ends at the end of the file.
    package let areCut: Bool

    /// Reads the record lengths of `octets`.
    package init(_ octets: [UInt8]) {
        let isBlocks = octets.starts(with: [0x0A, 0x0D, 0x0D, 0x0A])
        // The first record, the offset of its length, and the octets that the length does not count.
        let (first, lengthOffset, header) = isBlocks ? (0, 4, 12) : (24, 8, 16)
        let isLittle =
            isBlocks
            ? octets.dropFirst(8).first == 0x4D : octets.first == 0xD4 || octets.first == 0x4D
        var start = first
        while start < octets.count {
            guard octets.count - start >= header else { break }
            let length = Self.number(octets[(start + lengthOffset)...].prefix(4), isLittle: isLittle)
            let size = isBlocks ? length : header + length
            // An impossible length is damage, not a cut.
            guard size >= header, length <= Self.maximumLength else {
                areCut = false
                return
            }
            guard size <= octets.count - start else { break }
            start += size
        }
        areCut = start > first && start < octets.count
    }

    /// Whether octets begin like a common capture: pcap of either byte order, or pcapng.
    package static func begin(_ octets: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [
            [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1],
            [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
        ]
        return starts.contains { octets.starts(with: $0) }
    }

    /// The longest packet of a libpcap capture, 256 KiB, plus room for the options of a block.
    private static let maximumLength = 1 << 20

    private static func number(_ octets: ArraySlice<UInt8>, isLittle: Bool) -> Int {
        (isLittle ? octets.reversed() : Array(octets)).reduce(0) { $0 << 8 | Int($1) }
    }
}
