public import Octets

/// One header field, with its octets as received.
///
/// The octets are kept so that a field can be forwarded, and a signature verified, exactly as received (RFC
/// 8551 §3.1.1; RFC 3261 §7.3.1 for folding). All fields of a header share its octets: a copy for each field
/// would take longer than reading it. What every reader of a header calls is inlined, because a call would
/// copy the field.
public struct HeaderField: Sendable {
    /// The octets of the header in which the field was read; of a composed field its own.
    @usableFromInline package let header: [UInt8]
    /// The field in ``header``.
    @usableFromInline package let place: HeaderFieldPlace

    /// Composes the field `Name: value`, ended by CRLF.
    ///
    /// - Throws: `invalidFieldName` if the name is not a token; `invalidFieldValue` if the value contains a
    ///   control character other than a tab, so that a value can never add another line.
    public init(name: String, value: String) throws(MIMEError) {
        let (nameOctets, valueOctets) = (name.utf8.span, value.utf8.span)
        guard !name.isEmpty, nameOctets.indices.allSatisfy({ ASCII.isToken(nameOctets[$0]) }) else {
            throw .invalidFieldName(name)
        }
        guard
            valueOctets.indices.allSatisfy({
                !ASCII.isControl(valueOctets[$0]) || valueOctets[$0] == ASCII.tab
            }),
            name.utf8.count + value.utf8.count < HeaderFieldPlace.maximumEnd
        else {
            throw .invalidFieldValue(name: name)
        }
        self.init(checked: name, value, lineEnd: ASCII.lineEnd)
    }

    /// Composes a field of a token and a value without control characters, which the caller has checked.
    package init(checked name: String, _ value: String, lineEnd: [UInt8]) {
        var line = ""
        line.reserveCapacity(name.utf8.count + value.utf8.count + 4)
        line += name
        line += ": "
        let start = line.utf8.count
        line += value
        let text = start..<line.utf8.count
        let octets = Array(line.utf8) + lineEnd
        place = HeaderFieldPlace(
            start: 0, nameEnd: name.utf8.count, value: text, end: octets.count,
            isASCII: ASCII.isLine(text, in: octets))
        header = octets
    }

    /// Creates a field whose place in a header its parser has found.
    @inlinable package init(in header: [UInt8], at place: HeaderFieldPlace) {
        self.header = header
        self.place = place
    }

    /// The name as written, without the colon and the white space before it.
    public var name: String { String(decoding: header[place.name], as: UTF8.self) }

    /// The value as text: unfolded (a fold is one space), without outer white space, invalid UTF-8 replaced.
    public var value: String {
        String(decoding: place.isFolded ? unfolded[...] : header[place.value], as: UTF8.self)
    }

    /// The line or lines of the field, folding and line end included, exactly as received or composed.
    public var octets: [UInt8] { place.lines == header.indices ? header : Array(header[place.lines]) }

    /// The text of the value, to be scanned.
    @inlinable package var scanner: TextScanner {
        place.isVerbatim ? TextScanner(header, in: place.value) : TextScanner(value)
    }

    /// Returns whether the field has this name, ignoring ASCII case (RFC 2045 §1, RFC 3261 §7.3.1).
    @inlinable public func isNamed(_ name: String) -> Bool {
        let (place, count) = (place.name, name.utf8.count)
        guard count == place.count else { return false }
        let (mine, other) = (header.span, name.utf8.span)
        for index in 0..<count
        where ASCII.lowerCase(mine[place.lowerBound + index]) != ASCII.lowerCase(other[index]) {
            return false
        }
        return true
    }

    /// Returns whether both values are ASCII on one line, and have the same octets.
    @inlinable package func hasSameASCIIValue(as other: HeaderField) -> Bool {
        guard place.isVerbatim, other.place.isVerbatim else { return false }
        return header[place.value].elementsEqual(other.header[other.place.value])
    }

    /// The texts of the lines of the value, joined by spaces.
    private var unfolded: [UInt8] {
        var unfolded: [UInt8] = []
        unfolded.reserveCapacity(place.value.count)
        for line in header[place.value].split(separator: ASCII.lineFeed) {
            // A header holds CR only before LF, and an unchecked one may hold several there.
            let end = line.lastIndex { $0 != ASCII.carriageReturn }.map { $0 + 1 } ?? line.startIndex
            let text = ASCII.trimmed(line.startIndex..<end, in: header)
            if !unfolded.isEmpty { unfolded.append(ASCII.space) }
            unfolded += header[text]
        }
        return unfolded
    }
}

extension HeaderField: Equatable {
    /// Returns whether two fields have the same octets, name and value.
    public static func == (left: HeaderField, right: HeaderField) -> Bool {
        let (mine, other) = (left.place, right.place)
        return left.header[mine.lines].elementsEqual(right.header[other.lines])
            && mine.name.count == other.name.count
            && mine.value.count == other.value.count
            && (mine.value.isEmpty
                || mine.value.lowerBound - mine.start == other.value.lowerBound - other.start)
    }
}
