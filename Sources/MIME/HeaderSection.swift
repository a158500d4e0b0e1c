import Octets

/// The header fields at the start of a MIME entity or after the start line of a SIP message.
///
/// The octets are read in one pass. Lines end with CRLF or a bare LF; a line that begins with white space
/// continues the field before it. Ambiguous octets are refused: a CR elsewhere, a control octet that is not
/// escaped inside a quoted string (RFC 3261 §25.1, quoted-pair), a continuation line of white space only.
package struct HeaderSection {
    package private(set) var fields: [HeaderField] = []
    /// The offset of the first octet after the section and its empty line.
    package private(set) var end: Int
    /// Whether an empty line, rather than the end of the octets, ended the section.
    package private(set) var isTerminated = false

    private let octets: [UInt8]
    private let fieldLimit: Int
    private var line: Int
    private var field: Field?

    /// A field whose last line has not been read yet.
    private struct Field {
        let name: String
        let start: Int
        /// A part of the header; octets of its own only if it is folded.
        var value: ArraySlice<UInt8>
    }

    /// Reads the section that starts at `start`.
    ///
    /// - Parameters:
    ///   - headerStart: the start of the octets that count as header (the start line of a SIP message).
    ///   - firstLine: the number of the first line, for errors.
    package init(
        of octets: [UInt8], from start: Int = 0, headerStart: Int = 0, firstLine: Int = 1, headerOctets: Int,
        fields fieldLimit: Int
    ) throws(MIMEError) {
        self.octets = octets
        self.fieldLimit = fieldLimit
        end = start
        line = firstLine
        fields.reserveCapacity(min(fieldLimit, 16))
        var scanner = LineScanner(octets: octets, headerStart: headerStart, limit: headerOctets)
        while end < octets.count, !isTerminated {
            let range = try scanner.line(from: end, number: line)
            try take(content: range.content, from: end, next: range.next)
            end = range.next
            line += 1
        }
        if let field { try finish(field, at: end) }
    }

    private mutating func take(content: Range<Int>, from start: Int, next: Int) throws(MIMEError) {
        guard let first = content.first.map({ octets[$0] }) else {
            if let field { try finish(field, at: start) }
            field = nil
            isTerminated = true
            return
        }
        if ASCII.isWhitespace(first) {
            let text = trimmed(content)
            guard field != nil, !text.isEmpty else { throw .malformedHeaderLine(line: line) }
            // In place: a copy for each of many continuation lines would be quadratic.
            if field?.value.isEmpty == false { field?.value.append(ASCII.space) }
            field?.value.append(contentsOf: text)
            return
        }
        if let field { try finish(field, at: start) }
        guard let colon = octets[content].firstIndex(of: 0x3A) else { throw .malformedHeaderLine(line: line) }
        let name = trimmed(content.lowerBound..<colon)
        guard !name.isEmpty, name.allSatisfy(ASCII.isToken) else { throw .malformedHeaderLine(line: line) }
        field = Field(
            name: String(decoding: name, as: UTF8.self), start: start,
            value: trimmed((colon + 1)..<content.upperBound))
    }

    private mutating func finish(_ field: Field, at end: Int) throws(MIMEError) {
        guard fields.count < fieldLimit else { throw .tooManyFields(limit: fieldLimit) }
        fields.append(
            HeaderField(
                name: field.name, value: String(decoding: field.value, as: UTF8.self),
                octets: Array(octets[field.start..<end])))
    }

    private func trimmed(_ range: Range<Int>) -> ArraySlice<UInt8> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, ASCII.isWhitespace(octets[start]) { start += 1 }
        while start < end, ASCII.isWhitespace(octets[end - 1]) { end -= 1 }
        return octets[start..<end]
    }
}
