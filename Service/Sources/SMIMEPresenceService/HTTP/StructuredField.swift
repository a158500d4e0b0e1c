/// Writes texts into HTTP fields as Structured Fields (RFC 9651).
///
/// The names in a certificate can be any text. No octet of them may end a field or begin another.
enum StructuredField {
    /// Returns a String (§3.3.3) if the text is visible ASCII, or a Display String (§3.3.8), which encodes
    /// all other octets.
    static func text(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain ? string(text) : displayString(text)
    }

    /// Returns a List of such items (§3.1).
    static func list(_ texts: [String]) -> String { texts.map(text).joined(separator: ", ") }

    private static func string(_ text: String) -> String {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.utf8.count + 2)
        octets.append(UInt8(ascii: "\""))
        for octet in text.utf8 {
            if octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") {
                octets.append(UInt8(ascii: "\\"))
            }
            octets.append(octet)
        }
        octets.append(UInt8(ascii: "\""))
        return String(decoding: octets, as: UTF8.self)
    }

    private static func displayString(_ text: String) -> String {
        var written = "%\""
        for octet in text.utf8 {
            let isSafe = (0x20...0x7E).contains(octet) && octet != UInt8(ascii: "%")
            if isSafe, octet != UInt8(ascii: "\"") {
                written.unicodeScalars.append(Unicode.Scalar(octet))
            } else {
                let digits = String(octet, radix: 16)
                written += "%" + (octet < 16 ? "0" : "") + digits
            }
        }
        return written + "\""
    }
}
