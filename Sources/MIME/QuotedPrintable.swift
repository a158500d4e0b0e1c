import Octets

/// The quoted-printable transfer encoding (RFC 2045 §6.7); it is read, never written.
enum QuotedPrintable {
    /// Decodes quoted-printable text.
    ///
    /// White space at the end of a line is dropped, as it may have been added on the way (rule 3). An "="
    /// that starts neither two hexadecimal digits nor a soft line break, and any octet that is not
    /// printable ASCII, is refused.
    ///
    /// - Throws: `malformedQuotedPrintable`.
    static func decode(_ text: [UInt8]) throws(MIMEError) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count)
        var kept = 0  // octets up to here are not white space that a line end would drop
        var index = 0
        while index < text.count {
            let octet = text[index]
            if octet == 0x3D {
                let (decoded, next) = try escape(in: text, at: index)
                if let decoded { octets.append(decoded) }
                kept = octets.count
                index = next
                continue
            }
            if let next = lineEnd(in: text, at: index) {
                octets.removeSubrange(kept...)
                octets += text[index..<next]
                kept = octets.count
                index = next
                continue
            }
            guard octet == ASCII.tab || (octet >= 0x20 && octet < 0x7F) else {
                throw .malformedQuotedPrintable(offset: index)
            }
            octets.append(octet)
            if !ASCII.isWhitespace(octet) { kept = octets.count }
            index += 1
        }
        octets.removeSubrange(kept...)
        return octets
    }

    /// Returns the octet that an "=" escapes, nil for a soft line break, and the offset after it.
    private static func escape(in text: [UInt8], at start: Int) throws(MIMEError) -> (UInt8?, Int) {
        if start + 2 < text.count, let high = Hexadecimal.value(ofDigit: text[start + 1]),
            let low = Hexadecimal.value(ofDigit: text[start + 2])
        {
            return (high << 4 | low, start + 3)
        }
        var index = start + 1
        while index < text.count, ASCII.isWhitespace(text[index]) { index += 1 }
        if index == text.count { return (nil, index) }
        guard let next = lineEnd(in: text, at: index) else { throw .malformedQuotedPrintable(offset: start) }
        return (nil, next)
    }

    /// Returns the offset after the line end that starts here, nil if there is none.
    private static func lineEnd(in text: [UInt8], at index: Int) -> Int? {
        if text[index] == ASCII.lineFeed { return index + 1 }
        guard text[index] == ASCII.carriageReturn, index + 1 < text.count, text[index + 1] == ASCII.lineFeed
        else {
            return nil
        }
        return index + 2
    }
}
