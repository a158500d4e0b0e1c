import Octets

/// Finds the delimiter lines of one boundary in a multipart body (RFC 2046 §5.1.1).
///
/// Each octet is read a bounded number of times whatever the boundary: a candidate is compared at the start
/// of a line only, and not beyond the end of the line, since a boundary contains no line end.
struct DelimiterScanner<Octets: RandomAccessCollection> where Octets.Element == UInt8, Octets.Index == Int {
    /// A delimiter line.
    struct Delimiter: Equatable {
        /// The end of the content before it: the line end before the delimiter belongs to the delimiter.
        let contentEnd: Int
        /// The start of the line after it.
        let next: Int
        /// Whether it closes the multipart.
        let isClosing: Bool
    }

    private let body: Octets
    private let prefix: [UInt8]

    init(body: Octets, boundary: String) {
        self.body = body
        prefix = Array("--\(boundary)".utf8)
    }

    /// Returns the first delimiter in a line that starts at `start` (itself the start of a line) or after it.
    func delimiter(from start: Int) throws(MIMEError) -> Delimiter? {
        var lineStart = start
        while lineStart < body.endIndex {
            let (contentEnd, isCandidate) = compare(from: lineStart)
            if isCandidate {
                return try delimiter(lineStart: lineStart, afterPrefix: contentEnd, from: start)
            }
            guard let next = nextLine(from: contentEnd) else { return nil }
            lineStart = next
        }
        return nil
    }

    /// Compares the line with the prefix: returns the end of the common part, and
    /// whether it is the whole prefix.
    private func compare(from lineStart: Int) -> (end: Int, isWhole: Bool) {
        var index = lineStart
        for octet in prefix {
            guard index < body.endIndex, body[index] == octet else { return (index, false) }
            index += 1
        }
        return (index, true)
    }

    private func nextLine(from start: Int) -> Int? {
        var index = start
        while index < body.endIndex {
            if body[index] == ASCII.lineFeed { return index + 1 }
            index += 1
        }
        return nil
    }

    private func delimiter(lineStart: Int, afterPrefix: Int, from start: Int) throws(MIMEError) -> Delimiter {
        var index = afterPrefix
        let isClosing = index + 1 < body.endIndex && body[index] == 0x2D && body[index + 1] == 0x2D
        if isClosing { index += 2 }
        while index < body.endIndex, ASCII.isWhitespace(body[index]) { index += 1 }
        if index + 1 < body.endIndex, body[index] == ASCII.carriageReturn, body[index + 1] == ASCII.lineFeed {
            index += 2
        } else if index < body.endIndex, body[index] == ASCII.lineFeed {
            index += 1
        } else if index < body.endIndex {
            throw .ambiguousDelimiter(offset: lineStart - body.startIndex)
        }
        var contentEnd = lineStart
        if contentEnd > start { contentEnd -= 1 }  // the LF that ended the line before
        if contentEnd > start, contentEnd < lineStart, body[contentEnd - 1] == ASCII.carriageReturn {
            contentEnd -= 1
        }
        return Delimiter(contentEnd: contentEnd, next: index, isClosing: isClosing)
    }
}
