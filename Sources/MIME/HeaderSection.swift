import Octets

/// The header fields at the start of a MIME entity or after the start line of a SIP message.
///
/// The octets are read in one pass. Lines end with CRLF or a bare LF; a line that begins with white space
/// continues the field before it. Ambiguous octets are refused: a CR elsewhere, a control octet that is not
/// escaped inside a quoted string (RFC 3261 §25.1, quoted-pair), a continuation line of white space only.
package struct HeaderSection {
    /// The places of the fields in the octets.
    package private(set) var places: [HeaderFieldPlace] = []
    /// The offset of the first octet after the section and its empty line.
    package private(set) var end: Int
    /// Whether an empty line, rather than the end of the octets, ended the section.
    package private(set) var isTerminated = false

    private let octets: ArraySlice<UInt8>
    private let fieldLimit: Int
    private var line: Int
    /// A field whose last line has not been read yet.
    private var field: HeaderFieldPlace?

    /// Reads the section that starts at `start`; offsets count from the start of the octets.
    ///
    /// - Parameters:
    ///   - headerStart: the start of the octets that count as header (the start line of a SIP message).
    ///   - firstLine: the number of the first line, for errors.
    package init(
        of octets: ArraySlice<UInt8>, from start: Int = 0, headerStart: Int = 0, firstLine: Int = 1,
        headerOctets: Int, fields fieldLimit: Int
    ) throws(MIMEError) {
        self.octets = octets
        self.fieldLimit = fieldLimit
        end = start
        line = firstLine
        places.reserveCapacity(min(fieldLimit, 32))
        var scanner = LineScanner(octets: octets, headerStart: headerStart, limit: headerOctets)
        while end < octets.count, !isTerminated {
            let range = try scanner.line(from: end, number: line)
            guard range.next <= HeaderFieldPlace.maximumEnd else {
                throw .headerTooLarge(limit: headerOctets)
            }
            try take(content: range.content, isASCII: scanner.isASCII, from: end, next: range.next)
            end = range.next
            line += 1
        }
        try finishField(at: end)
    }

    /// The fields, which share a copy of the section.
    package var fields: [HeaderField] {
        let header = [UInt8](octets.prefix(end))
        return places.map { HeaderField(in: header, at: $0) }
    }

    private mutating func take(
        content: Range<Int>, isASCII: Bool, from start: Int, next: Int
    ) throws(MIMEError) {
        guard !content.isEmpty else {
            try finishField(at: start)
            isTerminated = true
            return
        }
        if ASCII.isWhitespace(octets.span[content.lowerBound]) {
            let text = ASCII.trimmed(content, in: octets.span)
            guard field != nil, !text.isEmpty else { throw .malformedHeaderLine(line: line) }
            field?.fold(text)
            return
        }
        try finishField(at: start)
        field = Self.field(in: octets.span, content, next: next, isASCII: isASCII)
        guard field != nil else { throw .malformedHeaderLine(line: line) }
    }

    /// Returns the place of the field that a line begins; nil if it has no colon after a name.
    private static func field(
        in octets: Span<UInt8>, _ line: Range<Int>, next: Int, isASCII: Bool
    ) -> HeaderFieldPlace? {
        var nameEnd = line.lowerBound
        while nameEnd < line.upperBound, ASCII.isToken(octets[nameEnd]) { nameEnd += 1 }
        var colon = nameEnd
        while colon < line.upperBound, ASCII.isWhitespace(octets[colon]) { colon += 1 }
        guard nameEnd > line.lowerBound, colon < line.upperBound, octets[colon] == 0x3A else { return nil }
        let value = ASCII.trimmed((colon + 1)..<line.upperBound, in: octets)
        return HeaderFieldPlace(
            start: line.lowerBound, nameEnd: nameEnd, value: value, end: next, isASCII: isASCII)
    }

    private mutating func finishField(at end: Int) throws(MIMEError) {
        guard var field = field.take() else { return }
        guard places.count < fieldLimit else { throw .tooManyFields(limit: fieldLimit) }
        field.finish(at: end)
        places.append(field)
    }
}
