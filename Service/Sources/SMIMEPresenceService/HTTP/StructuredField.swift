/// Writes texts into HTTP fields as Structured Fields (RFC 9651).
///
/// The names in a certificate can be any text. No octet of them may end a field or begin another.
enum StructuredField {
    /// Returns a String (§3.3.3) if the text is visible ASCII, or a Display String (§3.3.8), which encodes
    /// all other octets.
    static func text(_ text: String) -> String {
        let octets = Array(text.utf8)
        let isPlain = octets.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain ? string(octets) : displayString(octets)
    }

    /// Returns a List of such items (§3.1).
    static func list(_ texts: [String]) -> String { texts.map(text).joined(separator: ", ") }

    private static func string(_ octets: [UInt8]) -> String {
        var written = "\""
        for octet in octets {
            if octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\\") { written += "\\" }
            written.unicodeScalars.append(Unicode.Scalar(octet))
        }
        return written + "\""
    }

    private static func displayString(_ octets: [UInt8]) -> String {
        var written = "%\""
        for octet in octets {
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
