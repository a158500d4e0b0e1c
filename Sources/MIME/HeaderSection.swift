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
        let name: Range<Int>
        let start: Int
        let value: Range<Int>
        /// The value of a folded field; nil for a field of one line.
        var unfolded: [UInt8]?
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
        try finishField(at: end)
    }

    private mutating func take(content: Range<Int>, from start: Int, next: Int) throws(MIMEError) {
        guard !content.isEmpty else {
            try finishField(at: start)
            isTerminated = true
            return
        }
        if ASCII.isWhitespace(octets[content.lowerBound]) {
            let text = trimmed(content)
            guard field != nil, !text.isEmpty else { throw .malformedHeaderLine(line: line) }
            append(text)
            return
        }
        try finishField(at: start)
        guard let colon = octets[content].firstIndex(of: 0x3A) else { throw .malformedHeaderLine(line: line) }
        let name = trimmed(content.lowerBound..<colon)
        guard !name.isEmpty, octets[name].allSatisfy(ASCII.isToken) else {
            throw .malformedHeaderLine(line: line)
        }
        field = Field(name: name, start: start, value: trimmed((colon + 1)..<content.upperBound))
    }

    /// Appends a continuation line, in place: a copy for each of many would be quadratic.
    private mutating func append(_ text: Range<Int>) {
        if field?.unfolded == nil, let value = field?.value { field?.unfolded = Array(octets[value]) }
        if field?.unfolded?.isEmpty == false { field?.unfolded?.append(ASCII.space) }
        field?.unfolded?.append(contentsOf: octets[text])
    }

    private mutating func finishField(at end: Int) throws(MIMEError) {
        guard let field = field.take() else { return }
        guard fields.count < fieldLimit else { throw .tooManyFields(limit: fieldLimit) }
        fields.append(
            HeaderField(
                name: name(field.name),
                value: field.unfolded.map { String(decoding: $0, as: UTF8.self) } ?? text(field.value),
                octets: Array(octets[field.start..<end])))
    }

    /// Returns a name; the usual ones of a body are constants, which need no memory of their own.
    private func name(_ range: Range<Int>) -> String {
        if isText(Self.transferEncoding, at: range) { return Self.transferEncoding }
        if isText(Self.disposition, at: range) { return Self.disposition }
        return text(range)
    }

    private func isText(_ text: String, at range: Range<Int>) -> Bool {
        let (octets, expected) = (octets.span.extracting(range), text.utf8.span)
        guard octets.count == expected.count else { return false }
        return octets.indices.allSatisfy { octets[$0] == expected[$0] }
    }

    private static let transferEncoding = "Content-Transfer-Encoding"
    private static let disposition = "Content-Disposition"

    private func text(_ range: Range<Int>) -> String { String(decoding: octets[range], as: UTF8.self) }

    /// Returns the range without white space at its ends.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, ASCII.isWhitespace(octets[start]) { start += 1 }
        while start < end, ASCII.isWhitespace(octets[end - 1]) { end -= 1 }
        return start..<end
    }
}
