import Octets

/// Cuts a header into lines and refuses octets that are invalid in one.
package struct LineScanner {
    private let octets: ArraySlice<UInt8>
    private let headerStart: Int
    private let limit: Int
    private var strings = QuotedStringTracker()
    /// Whether all octets of the last line were ASCII.
    package private(set) var isASCII = true

    /// Scans octets that may be inside others; offsets count from their start.
    package init(octets: ArraySlice<UInt8>, headerStart: Int, limit: Int) {
        self.octets = octets
        self.headerStart = headerStart
        self.limit = limit
    }

    /// Finds the end of the line that starts at `start`.
    ///
    /// - Returns: the range of the line without its line end, and the offset of the next line. The end
    ///   of the octets ends a line too.
    package mutating func line(
        from start: Int, number: Int
    ) throws(MIMEError) -> (content: Range<Int>, next: Int) {
        var index = start
        let (all, headerStart, limit) = (octets, headerStart, limit)
        let octets = all.span
        let end = limit < octets.count - headerStart ? headerStart + limit : octets.count
        // A quoted string continues over a fold, and ends with its field at the latest.
        if index < octets.count, !ASCII.isWhitespace(octets[index]) { strings.endString() }
        strings.endEscape()
        isASCII = true
        while index < end {
            let octet = octets[index]
            // Most octets are neither controls nor part of a quoted string's grammar.
            if isPlain(octet) {
                strings.endEscape()
                index += 1
                while index < end, isPlain(octets[index]) { index += 1 }
                continue
            }
            switch octet {
            case ASCII.lineFeed:
                return (start..<index, index + 1)
            case ASCII.carriageReturn:
                guard index + 1 < octets.count, octets[index + 1] == ASCII.lineFeed else {
                    throw index + 2 < octets.count && octets[index + 1] == octet
                        && octets[index + 2] == ASCII.lineFeed
                        ? .doubledLineEnds : .forbiddenOctet(octet, line: number)
                }
                guard index + 1 < end else { throw .headerTooLarge(limit: limit) }
                return (start..<index, index + 2)
            default:
                if ASCII.isControl(octet), octet != ASCII.tab, !strings.isEscaped {
                    throw .forbiddenOctet(octet, line: number)
                }
                if octet >= 0x80 { isASCII = false }
                strings.follow(octet)
            }
            index += 1
        }
        guard index == octets.count else { throw .headerTooLarge(limit: limit) }
        return (start..<index, index)
    }

    /// Returns whether the octet is printable and has no meaning in or around quoted strings.
    private func isPlain(_ octet: UInt8) -> Bool {
        // Most octets are letters of lower case: one comparison.
        octet &- 0x5D < 0x7F - 0x5D || octet >= ASCII.space && octet < ASCII.backslash && octet != ASCII.quote
    }
}
