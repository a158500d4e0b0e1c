/// Makes untrusted text safe to show on a terminal and in a message.
public enum PrintableText {
    /// The largest number of characters of one value that ``printable(_:)`` shows.
    public static let maximumCharacters = 200

    /// Returns the text with every control, format and separator character written as `\u{…}`, and an octet
    /// of a ``FileName`` that is not UTF-8 as `\x…`.
    ///
    /// Otherwise a message could move the cursor, change the window's title, hide a line or reverse the
    /// direction of text. A backslash is unchanged.
    public static func escaped(_ text: String) -> String {
        // Nearly every line is plain ASCII.
        if isPlain(text) { return text }
        var result = ""
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    fileprivate static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy(ASCII.isPrintable)
    }

    /// Whether a character can be shown unescaped.
    public static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return (0x20...0x7E).contains(scalar.value) }
        return !isUnsafe(scalar) && scalar.properties.generalCategory != .spaceSeparator
    }

    /// Whether a character could move a cursor, end a line or reverse the direction of
    /// text, or has no defined meaning.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            true
        default: false
        }
    }

    fileprivate static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        if isPrintable(scalar) {
            result.unicodeScalars.append(scalar)
        } else if FileName.isOctet(scalar) {
            result += "\\x\(String(scalar.value & 0xFF, radix: 16, uppercase: true))"
        } else {
            result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        }
    }
}

/// Returns the first 200 characters of untrusted text, escaped as ``PrintableText/escaped(_:)`` does.
///
/// It is for the values that descriptions of errors quote.
public func printable(_ text: String) -> String {
    if text.utf8.count <= PrintableText.maximumCharacters, PrintableText.isPlain(text) { return text }
    var result = ""
    for scalar in text.unicodeScalars.prefix(PrintableText.maximumCharacters) {
        PrintableText.append(scalar, to: &result)
    }
    return result
}
