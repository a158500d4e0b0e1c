/// Converts the octets of file names to text without loss, so that names that are not UTF-8 are preserved.
///
/// An octet that is not part of UTF-8 becomes the character U+10FF00 plus its value. A character from
/// U+10FF80 in the name is written octet by octet, so that different names are different texts.
public enum FileName {
    /// The characters that each represent one octet, from 0x80.
    static let octetCharacters: ClosedRange<UInt32> = 0x10FF80...0x10FFFF

    /// Returns the text for the octets of a name.
    public static func text(_ octets: some Sequence<UInt8>) -> String {
        let octets = Array(octets)
        if let text = String(validating: octets, as: UTF8.self), !text.unicodeScalars.contains(where: isOctet)
        {
            return text
        }
        var text = String.UnicodeScalarView()
        var index = 0
        while index < octets.count {
            let end = min(octets.count, index + length(octets[index]))
            let character = String(validating: octets[index..<end], as: UTF8.self)?.unicodeScalars.first
            if let character, !isOctet(character) {
                text.append(character)
                index = end
            } else {
                if let character = Unicode.Scalar(0x10FF00 + UInt32(octets[index])) { text.append(character) }
                index += 1
            }
        }
        return String(text)
    }

    /// Returns the octets of the name that a text represents.
    public static func octets(_ text: String) -> [UInt8] {
        // A character that represents an octet begins with 0xF4.
        guard text.utf8.contains(0xF4) else { return Array(text.utf8) }
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            if isOctet(scalar) {
                octets.append(UInt8(truncatingIfNeeded: scalar.value))
            } else {
                octets += Array(String(scalar).utf8)
            }
        }
        return octets
    }

    /// Returns the octets of the name as a C string, with a NUL at the end.
    public static func cString(_ text: String) -> [CChar] {
        octets(text).map { CChar(bitPattern: $0) } + [0]
    }

    static func isOctet(_ scalar: Unicode.Scalar) -> Bool { octetCharacters.contains(scalar.value) }

    /// Returns the length of a UTF-8 character that begins with this octet, in octets.
    private static func length(_ first: UInt8) -> Int {
        switch first {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
