/// The text inside a JSON string (RFC 8259 §7).
enum JSONText {
    /// Appends text, escaped so that it can neither end the string nor control a terminal.
    static func append(_ text: String, to octets: inout [UInt8]) {
        if isPlain(text) {
            octets.append(contentsOf: text.utf8)
        } else {
            for scalar in text.unicodeScalars { append(scalar, to: &octets) }
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        let octets = text.utf8.span
        for index in octets.indices where !isPlain(octets[index]) { return false }
        return true
    }

    /// Whether an octet is a printable ASCII character that needs no escape in a string.
    private static func isPlain(_ octet: UInt8) -> Bool {
        ASCII.isPrintable(octet) && octet != UInt8(ascii: "\"") && octet != UInt8(ascii: "\\")
    }

    private static func append(_ scalar: Unicode.Scalar, to octets: inout [UInt8]) {
        switch scalar {
        case "\"": octets.append(contentsOf: "\\\"".utf8)
        case "\\": octets.append(contentsOf: "\\\\".utf8)
        case "\u{8}": octets.append(contentsOf: "\\b".utf8)
        case "\t": octets.append(contentsOf: "\\t".utf8)
        case "\n": octets.append(contentsOf: "\\n".utf8)
        case "\u{C}": octets.append(contentsOf: "\\f".utf8)
        case "\r": octets.append(contentsOf: "\\r".utf8)
        case " "..."~": octets.append(UInt8(truncatingIfNeeded: scalar.value))
        default:
            if PrintableText.isUnsafe(scalar) {
                for unit in UTF16.encode(scalar) ?? .init() { appendNumber(unit, to: &octets) }
            } else {
                octets.append(contentsOf: UTF8.encode(scalar) ?? .init())
            }
        }
    }

    private static func appendNumber(_ unit: UInt16, to octets: inout [UInt8]) {
        octets.append(contentsOf: "\\u".utf8)
        octets.append(contentsOf: Hexadecimal.text(ofNumber: unit).utf8)
    }
}
