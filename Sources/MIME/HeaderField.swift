import Octets

/// One header field, with its octets as received.
///
/// The octets are kept so that a field can be forwarded, and a signature verified, exactly as received (RFC
/// 8551 §3.1.1; RFC 3261 §7.3.1 for folding).
public struct HeaderField: Sendable, Equatable {
    /// The name as written, without the colon and the white space before it.
    public let name: String
    /// The value as text: unfolded (a fold is one space), without outer white space, invalid UTF-8 replaced.
    public let value: String
    /// The line or lines of the field, folding and line end included, exactly as received or composed.
    public let octets: [UInt8]

    /// Composes the field `Name: value`, ended by CRLF.
    ///
    /// - Throws: `invalidFieldName` if the name is not a token; `invalidFieldValue` if the value contains a
    ///   control character other than a tab, so that a value can never add another line.
    public init(name: String, value: String) throws(MIMEError) {
        guard !name.isEmpty, name.utf8.allSatisfy(ASCII.isToken) else { throw .invalidFieldName(name) }
        guard value.utf8.allSatisfy({ !ASCII.isControl($0) || $0 == ASCII.tab }) else {
            throw .invalidFieldValue(name: name)
        }
        self.name = name
        self.value = value
        self.octets = Array("\(name): \(value)\r\n".utf8)
    }

    /// Creates a field whose lines the header parser has checked.
    package init(name: String, value: String, octets: [UInt8]) {
        self.name = name
        self.value = value
        self.octets = octets
    }

    /// Returns whether the field has this name, ignoring ASCII case (RFC 2045 §1, RFC 3261 §7.3.1).
    public func isNamed(_ name: String) -> Bool {
        self.name.equalsIgnoringASCIICase(name)
    }

    /// Returns the octets of the field with each line end written as `lineEnd`, also
    /// at the end of the last line.
    package func octets(lineEnd: [UInt8]) -> [UInt8] {
        let text = octets.dropLast(lineEnd.count)
        if octets[text.endIndex...].elementsEqual(lineEnd), !text.contains(where: ASCII.isLineEnd) {
            return octets
        }
        var result: [UInt8] = []
        result.reserveCapacity(octets.count + lineEnd.count)
        var index = 0
        while index < octets.count {
            let octet = octets[index]
            index += 1
            if octet == ASCII.carriageReturn { continue }  // a header holds CR only before LF
            if octet == ASCII.lineFeed { result += lineEnd } else { result.append(octet) }
        }
        if octets.last != ASCII.lineFeed { result += lineEnd }
        return result
    }

    /// Whether the field is one line that ends with CRLF.
    private var isOneLine: Bool {
        octets.suffix(2).elementsEqual(ASCII.lineEnd) && !octets.dropLast(2).contains(where: ASCII.isLineEnd)
    }

    /// Returns the same field under another name, with its value unchanged and its lines ended by CRLF.
    package func renamed(_ newName: String) -> HeaderField {
        let colon = octets.firstIndex(of: 0x3A) ?? octets.endIndex
        if isOneLine, octets[..<colon].elementsEqual(newName.utf8) { return self }
        let lines = HeaderField(name: newName, value: value, octets: Array(newName.utf8) + octets[colon...])
        return HeaderField(name: newName, value: value, octets: lines.octets(lineEnd: [0x0D, 0x0A]))
    }
}
