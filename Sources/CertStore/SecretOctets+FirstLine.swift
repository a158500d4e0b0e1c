public import CMS

extension SecretOctets {
    /// The first line of a file that holds a passphrase, without its line end; nil if it
    /// is empty or has a NUL in it.
    public var passphraseLine: SecretOctets? {
        withOctets { octets in
            let count = Self.lengthOfFirstLine(octets)
            guard count > 0, !(0..<count).contains(where: { octets[$0] == 0 }) else { return nil }
            return SecretOctets(copying: octets.extracting(first: count))
        }
    }

    /// Whether the first line is empty.
    public var hasEmptyFirstLine: Bool { withOctets { Self.lengthOfFirstLine($0) == 0 } }

    private static func lengthOfFirstLine(_ octets: Span<UInt8>) -> Int {
        let count = octets.indices.first { octets[$0] == UInt8(ascii: "\n") } ?? octets.count
        return count > 0 && octets[count - 1] == UInt8(ascii: "\r") ? count - 1 : count
    }
}
