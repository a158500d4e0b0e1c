import Octets

/// The small grammars that several vocabularies share.
public enum XMLSyntax {
    /// Returns the text without white space at its ends, as the simple types of XML Schema require.
    @inlinable
    public static func trimmed(_ octets: some BidirectionalCollection<UInt8>) -> String {
        guard let first = octets.firstIndex(where: { !isSpace($0) }),
            let last = octets.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(decoding: octets[first...last], as: UTF8.self)
    }

    /// Returns the text without white space at its ends.
    public static func trimmed(_ text: String) -> String {
        let octets = text.utf8.span
        guard !octets.isEmpty, isSpace(octets[0]) || isSpace(octets[octets.count - 1]) else { return text }
        return trimmed(text.utf8)
    }

    /// Returns whether the octet is space, tab, line feed or carriage return (XML 1.0 §2.3).
    @inlinable
    public static func isSpace(_ octet: UInt8) -> Bool {
        octet == 0x20 || octet == 0x09 || octet == 0x0A || octet == 0x0D
    }

    /// Returns whether `text` is a name without colon.
    ///
    /// Source: Namespaces in XML 1.0 §3, XML 1.0 §2.3.
    public static func isNCName(_ text: String) -> Bool {
        if isASCIIName(text) { return true }
        guard let first = text.unicodeScalars.first, first.startsNCName else { return false }
        return text.unicodeScalars.allSatisfy { $0.startsNCName || $0.continuesNCName }
    }

    /// Returns whether `text` is letters and digits of ASCII, as most names are.
    private static func isASCIIName(_ text: String) -> Bool {
        let octets = text.utf8.span
        guard !octets.isEmpty, ASCII.isLetter(octets[0]) else { return false }
        for index in octets.indices where !ASCII.isAlphanumeric(octets[index]) { return false }
        return true
    }
}

extension Unicode.Scalar {
    /// NameStartChar of XML 1.0 (fifth edition) §2.3 without the colon.
    var startsNCName: Bool {
        switch value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF,
            0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// The characters of NameChar that are not in NameStartChar.
    var continuesNCName: Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: false
        }
    }
}
