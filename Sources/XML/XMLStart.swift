/// Detects XML from the first octets of content, independently of its media type.
public enum XMLStart {
    /// Returns whether the first character after byte order marks and white space is `<`.
    ///
    /// It tries each encoding that a reader detects by itself: UTF-8 and others that include ASCII, UTF-16
    /// and UTF-32 in every octet order, and EBCDIC, by its XML declaration (XML 1.0 appendix F.1).
    public static func isMarkup(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.starts(with: [0x4C, 0x6F, 0xA7, 0x94])
            || orders.contains { order in isMarkup(octets, order: order) } || isMarkupInUTF8(octets)
    }

    /// Returns the same for all octets of an array.
    public static func isMarkup(_ octets: [UInt8]) -> Bool { isMarkup(octets[...]) }

    /// For each octet order, the shifts of the octets of one code unit.
    private static let orders: [[UInt32]] = [
        [8, 0], [0, 8], [24, 16, 8, 0], [0, 8, 16, 24], [16, 24, 0, 8], [8, 0, 24, 16],
    ]

    private static func isMarkup(_ octets: ArraySlice<UInt8>, order: [UInt32]) -> Bool {
        var index = octets.startIndex
        while index + order.count <= octets.endIndex {
            var unit: UInt32 = 0
            for (offset, shift) in order.enumerated() { unit |= UInt32(octets[index + offset]) << shift }
            switch unit {
            case 0x3C: return true
            case 0x20, 0x09, 0x0A, 0x0D, 0xFEFF: index += order.count
            default: return false
            }
        }
        return false
    }

    private static func isMarkupInUTF8(_ octets: ArraySlice<UInt8>) -> Bool {
        var rest = octets
        while let first = rest.first {
            if first == 0x3C { return true }
            if XMLSyntax.isSpace(first) {
                rest = rest.dropFirst()
            } else if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
                rest = rest.dropFirst(3)
            } else {
                return false
            }
        }
        return false
    }
}
