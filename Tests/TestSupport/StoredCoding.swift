/// Content in gzip and zlib form without compression, written according to RFC 1950, 1951 and 1952.
public enum StoredCoding {
    /// One zlib stream.
    public static func zlib(_ octets: [UInt8]) -> [UInt8] {
        var (low, high): (UInt32, UInt32) = (1, 0)
        for octet in octets {
            low = (low + UInt32(octet)) % 65_521
            high = (high + low) % 65_521
        }
        let sum = high << 16 | low
        return [0x78, 0x01] + blocks(octets) + [24, 16, 8, 0].map { UInt8(sum >> $0 & 0xFF) }
    }

    /// One gzip member; `flags` and `header` are its optional fields.
    public static func gzip(_ octets: [UInt8], flags: UInt8 = 0, header: [UInt8] = []) -> [UInt8] {
        var sum = UInt32.max
        for octet in octets {
            sum ^= UInt32(octet)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        let trailer = [~sum, UInt32(octets.count)].flatMap { number in
            [0, 8, 16, 24].map { UInt8(number >> $0 & 0xFF) }
        }
        return [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255] + header + blocks(octets) + trailer
    }

    /// Stored blocks only: raw deflate.
    public static func blocks(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = octets[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            result.append(rest.isEmpty ? 1 : 0)
            for number in [length, ~length] { result += [UInt8(number & 0xFF), UInt8(number >> 8)] }
            result += block
        } while !rest.isEmpty
        return result
    }
}
