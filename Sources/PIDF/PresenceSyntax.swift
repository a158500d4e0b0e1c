/// The small grammars of attribute values and character data in PIDF.
enum PresenceSyntax {
    /// The text without white space at its ends, as the simple types of XML Schema are read.
    static func trimmed(_ octets: [UInt8]) -> String {
        guard let first = octets.firstIndex(where: { !$0.isXMLSpace }),
            let last = octets.lastIndex(where: { !$0.isXMLSpace })
        else { return "" }
        return String(decoding: octets[first...last], as: UTF8.self)
    }

    /// Whether `text` begins with a scheme and holds no white space or control character.
    ///
    /// xs:anyURI would let spaces through, and readers then disagree on whether they belong to the
    /// value; the entity is compared with the signer and must read alike for all. Source: RFC 3986 §3.
    static func isURI(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let first = text.utf8.first, first.isASCIILetter,
            text.utf8.index(after: colon) != text.utf8.endIndex
        else { return false }
        let scheme = text.utf8[..<colon]
        return scheme.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".utf8.contains($0) }
            && text.unicodeScalars.allSatisfy { !$0.isSpaceOrControl }
    }

    /// Whether `text` is a name without colon.
    ///
    /// Source: Namespaces in XML 1.0 §3, XML 1.0 §2.3.
    static func isNCName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.startsNCName else { return false }
        return text.unicodeScalars.allSatisfy { $0.startsNCName || $0.continuesNCName }
    }

    /// Whether `text` is 0 to 1 with at most three decimals: `0`, `0.725`, `1.000`.
    ///
    /// The schema's pattern forgets to escape its point and lets `0999` through; a point is meant.
    /// Source: RFC 3863 §4.1.5.
    static func isPriority(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        guard let first = octets.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else {
            return false
        }
        if octets.count == 1 { return true }
        guard octets[1] == UInt8(ascii: "."), octets.count <= 5 else { return false }
        let decimals = octets[2...]
        return first == UInt8(ascii: "0")
            ? decimals.allSatisfy(\.isASCIIDigit) : decimals.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

extension UInt8 {
    /// Space, tab, line feed or carriage return (XML 1.0 §2.3).
    var isXMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }

    var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}

extension Unicode.Scalar {
    /// White space of any script, or a control character.
    var isSpaceOrControl: Bool {
        value < 0x7F ? value <= 0x20 : (0x7F...0x9F).contains(value) || properties.isWhitespace
    }

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

    /// What NameChar adds to NameStartChar.
    var continuesNCName: Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: false
        }
    }
}
