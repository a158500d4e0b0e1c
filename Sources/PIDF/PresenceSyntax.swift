import Octets

/// The small grammars of attribute values and character data in PIDF.
enum PresenceSyntax {
    /// Returns whether `text` begins with a scheme and has no white space or control character.
    ///
    /// xs:anyURI would allow spaces, and readers differ on whether they belong to the value. The entity is
    /// compared with the signer, so that all readers must see the same value. Source: RFC 3986 §3.
    static func isURI(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.index(after: colon) != text.utf8.endIndex
        else { return false }
        return ASCII.isScheme(text.utf8[..<colon]) && text.unicodeScalars.allSatisfy { !$0.isSpaceOrControl }
    }

    /// Returns whether `text` is 0 to 1 with at most three decimals: `0`, `0.725`, `1.000`.
    ///
    /// The schema's pattern does not escape its point and therefore allows `0999`; a point is
    /// meant. Source: RFC 3863 §4.1.5.
    static func isPriority(_ text: String) -> Bool {
        let octets = Array(text.utf8)
        guard let first = octets.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1") else {
            return false
        }
        if octets.count == 1 { return true }
        guard octets[1] == UInt8(ascii: "."), octets.count <= 5 else { return false }
        let decimals = octets[2...]
        return first == UInt8(ascii: "0")
            ? decimals.allSatisfy(ASCII.isDigit) : decimals.allSatisfy { $0 == UInt8(ascii: "0") }
    }
}

extension Unicode.Scalar {
    /// White space of any script, or a control character.
    var isSpaceOrControl: Bool {
        value < 0x7F ? value <= 0x20 : (0x7F...0x9F).contains(value) || properties.isWhitespace
    }
}
