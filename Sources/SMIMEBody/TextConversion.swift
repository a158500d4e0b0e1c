/// Detects binary content that a program converted to UTF-8 as if it were text.
enum TextConversion {
    /// Returns whether `octets` are DER whose octets from 0x80 became characters:
    /// those of ISO 8859-1, or U+FFFD.
    ///
    /// The end may be cut off, because the conversion made the content longer than Content-Length says.
    static func isConverted(_ octets: [UInt8]) -> Bool {
        // A SEQUENCE whose length takes several octets (X.690 §8.1.3.5) or is indefinite.
        guard octets.first == 0x30, octets.count > 2, octets[1] == 0xC2 || octets[1] == 0xEF else {
            return false
        }
        var index = 0
        while index < octets.count {
            let character = octets[index...].prefix(3)
            switch octets[index] {
            case 0..<0x80: index += 1
            case 0xC2, 0xC3:
                guard character.dropFirst().first.map({ (0x80...0xBF).contains($0) }) ?? true else {
                    return false
                }
                index += 2
            case 0xEF:
                guard character.elementsEqual([0xEF, 0xBF, 0xBD].prefix(character.count)) else {
                    return false
                }
                index += 3
            default: return false
            }
        }
        return true
    }
}
