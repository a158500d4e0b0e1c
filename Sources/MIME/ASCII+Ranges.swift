public import Octets

extension ASCII {
    /// Returns the range without white space at its ends.
    @inlinable package static func trimmed(_ range: Range<Int>, in octets: [UInt8]) -> Range<Int> {
        trimmed(range, in: octets.span)
    }

    /// Returns the range without white space at its ends.
    @inlinable package static func trimmed(_ range: Range<Int>, in octets: Span<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isWhitespace(octets[start]) { start += 1 }
        while start < end, isWhitespace(octets[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Returns whether the octets in a range are ASCII on one line.
    package static func isLine(_ range: Range<Int>, in octets: [UInt8]) -> Bool {
        let octets = octets.span
        for index in range where octets[index] >= 0x80 || isLineEnd(octets[index]) { return false }
        return true
    }

    /// Returns whether no line ends in a range.
    static func hasNoLineEnd(_ range: Range<Int>, in octets: [UInt8]) -> Bool {
        let octets = octets.span
        for index in range where isLineEnd(octets[index]) { return false }
        return true
    }
}
