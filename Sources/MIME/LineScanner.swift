/// Cuts a header into lines and refuses octets that are invalid in one.
package struct LineScanner {
    private let octets: [UInt8]
    private let headerStart: Int
    private let limit: Int
    private var isQuoted = false
    private var isEscaped = false

    package init(octets: [UInt8], headerStart: Int, limit: Int) {
        self.octets = octets
        self.headerStart = headerStart
        self.limit = limit
    }

    /// Finds the end of the line that starts at `start`.
    ///
    /// - Returns: the range of the line without its line end, and the offset of the next line. The end of the octets
    ///   ends a line too.
    package mutating func line(
        from start: Int, number: Int
    ) throws(MIMEError) -> (content: Range<Int>, next: Int) {
        var index = start
        // A quoted string continues over a fold, and ends with its field at the latest.
        if index < octets.count, !Octet.isWhitespace(octets[index]) { isQuoted = false }
        isEscaped = false
        while index < octets.count {
            guard index - headerStart < limit else { throw .headerTooLarge(limit: limit) }
            let octet = octets[index]
            switch octet {
            case Octet.lineFeed:
                return (start..<index, index + 1)
            case Octet.carriageReturn:
                guard index + 1 < octets.count, octets[index + 1] == Octet.lineFeed else {
                    if octets[index...].starts(with: [octet, octet, Octet.lineFeed]) {
                        throw .doubledLineEnds
                    }
                    throw .forbiddenOctet(octet, line: number)
                }
                guard index + 1 - headerStart < limit else { throw .headerTooLarge(limit: limit) }
                return (start..<index, index + 2)
            default:
                if Octet.isControl(octet), octet != Octet.tab, !isEscaped {
                    throw .forbiddenOctet(octet, line: number)
                }
                follow(octet)
            }
            index += 1
        }
        return (start..<index, index)
    }

    private mutating func follow(_ octet: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if octet == Octet.quote {
            isQuoted.toggle()
        } else if octet == Octet.backslash, isQuoted {
            isEscaped = true
        }
    }
}
