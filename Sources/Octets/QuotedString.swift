/// Quoted strings of header fields: text between double quotes, in which a backslash makes the next octet
/// literal (RFC 2045 §5.1, RFC 3261 §25.1).
package enum QuotedString {
    /// Returns the text in quotes, with its quotes and backslashes escaped.
    package static func quoting(_ text: String) -> String {
        // By octets, because a combining mark after a quote would hide the quote from a loop over characters.
        var escaped: [UInt8] = [ASCII.quote]
        for octet in text.utf8 {
            if octet == ASCII.quote || octet == ASCII.backslash { escaped.append(ASCII.backslash) }
            escaped.append(octet)
        }
        return String(decoding: escaped + [ASCII.quote], as: UTF8.self)
    }

    /// Returns the unescaped content of the quoted string that starts at `start`, and the index after it.
    ///
    /// - Parameter limit: the end of the text that it is part of; nil for the end of the octets.
    /// - Returns: nil if no quoted string starts there, or if it does not end.
    package static func content(
        in octets: [UInt8], from start: Int, to limit: Int? = nil
    ) -> (text: String, end: Int)? {
        let limit = limit ?? octets.count
        guard start < limit, octets[start] == ASCII.quote else { return nil }
        var content: [UInt8] = []
        var index = start + 1
        while index < limit {
            switch octets[index] {
            case ASCII.quote: return (String(decoding: content, as: UTF8.self), index + 1)
            case ASCII.backslash where index + 1 < limit:
                content.append(octets[index + 1])
                index += 2
            case ASCII.backslash: return nil
            default:
                content.append(octets[index])
                index += 1
            }
        }
        return nil
    }
}

/// Tracks a field value octet by octet, and whether the next octet is inside a quoted string.
///
/// It is inlined into other rooms, as ``ASCII`` is.
@usableFromInline package struct QuotedStringTracker: Sendable {
    /// Whether the position is inside a quoted string.
    @usableFromInline package var isQuoted = false
    /// Whether the last octet was a backslash that makes the next one literal.
    @usableFromInline package var isEscaped = false

    /// Creates a tracker outside a quoted string.
    @inlinable package init() {}

    /// Advances over one octet.
    @inlinable package mutating func follow(_ octet: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if octet == 0x22 {
            isQuoted.toggle()
        } else if octet == 0x5C, isQuoted {
            isEscaped = true
        }
    }

    /// Drops a backslash at the end of a line.
    @inlinable package mutating func endEscape() { isEscaped = false }

    /// Ends a quoted string that the field did not end.
    @inlinable package mutating func endString() { isQuoted = false }
}
