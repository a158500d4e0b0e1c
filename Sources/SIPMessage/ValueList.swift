import Octets

/// The elements of a header field value that is a list (RFC 3261 §7.3.1).
enum ValueList {
    /// Splits a value at the commas outside quoted strings and angle brackets, and trims the elements.
    ///
    /// Empty elements are kept, so that checks can refuse them.
    static func split(_ value: String) -> [String] {
        let octets = Array(value.utf8)
        var elements: [String] = []
        var start = 0
        var strings = QuotedStringTracker()
        var isBracketed = false
        for index in octets.indices {
            switch octets[index] {
            case 0x3C where !strings.isQuoted: isBracketed = true
            case 0x3E where !strings.isQuoted: isBracketed = false
            case 0x2C where !strings.isQuoted && !isBracketed:
                elements.append(trimmed(octets[start..<index]))
                start = index + 1
            default: strings.follow(octets[index])
            }
        }
        elements.append(trimmed(octets[start...]))
        return elements
    }

    private static func trimmed(_ octets: ArraySlice<UInt8>) -> String {
        var start = octets.startIndex
        var end = octets.endIndex
        while start < end, ASCII.isWhitespace(octets[start]) { start += 1 }
        while start < end, ASCII.isWhitespace(octets[end - 1]) { end -= 1 }
        return String(decoding: octets[start..<end], as: UTF8.self)
    }
}
