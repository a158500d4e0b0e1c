/// Names and classes of single octets in the grammars of RFC 2045 and RFC 3261.
package enum Octet {
    package static let tab: UInt8 = 0x09
    package static let lineFeed: UInt8 = 0x0A
    package static let carriageReturn: UInt8 = 0x0D
    package static let space: UInt8 = 0x20
    package static let quote: UInt8 = 0x22
    package static let backslash: UInt8 = 0x5C

    /// Returns whether the octet is a space or a horizontal tab (WSP).
    package static func isWhitespace(_ octet: UInt8) -> Bool {
        octet == space || octet == tab
    }

    /// Returns whether the octet is a CR or an LF.
    package static func isLineEnd(_ octet: UInt8) -> Bool {
        octet == carriageReturn || octet == lineFeed
    }

    /// Returns whether the octet is an ASCII control: below the space, or DEL.
    package static func isControl(_ octet: UInt8) -> Bool {
        octet < space || octet == 0x7F
    }

    /// Returns whether the octet is an ASCII digit.
    package static func isDigit(_ octet: UInt8) -> Bool {
        octet >= 0x30 && octet <= 0x39
    }

    /// Returns whether the octet is an ASCII letter or digit.
    package static func isAlphanumeric(_ octet: UInt8) -> Bool {
        isDigit(octet) || (octet | 0x20 >= 0x61 && octet | 0x20 <= 0x7A)
    }

    /// Returns whether the octet is allowed in a SIP token (RFC 3261 §25.1).
    package static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x21, 0x25, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5F, 0x60, 0x7E: true  // ! % ' * + - . _ ` ~
        default: isAlphanumeric(octet)
        }
    }

    /// Returns whether the octet is allowed in a MIME token (RFC 2045 §5.1), a superset of the SIP token.
    package static func isMIMEToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x23, 0x24, 0x26, 0x5E, 0x7B, 0x7C, 0x7D: true  // # $ & ^ { | }
        default: isToken(octet)
        }
    }

    /// Returns the value of a hexadecimal digit of either case, nil for any other octet.
    package static func hexadecimalValue(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }
}

extension String {
    /// The text with the letters A to Z in lower case and everything else unchanged.
    package var asciiLowercased: String {
        guard utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
        return String(decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Returns whether two texts are the same, ignoring the case of A to Z.
    package func equalsIgnoringASCIICase(_ other: String) -> Bool {
        func lower(_ octet: UInt8) -> UInt8 { octet >= 0x41 && octet <= 0x5A ? octet | 0x20 : octet }
        return utf8.count == other.utf8.count
            && utf8.elementsEqual(other.utf8, by: { lower($0) == lower($1) })
    }
}
