/// Names and classes of single octets, as the grammars of RFC 2045, RFC 3261 and RFC 3986 use them.
///
/// The readers of every message use them for every octet, so they are inlined into other rooms. That also
/// takes `@usableFromInline`: without it the compiler calls the members of a package type.
@usableFromInline package enum ASCII {
    @inlinable package static var tab: UInt8 { 0x09 }
    @inlinable package static var lineFeed: UInt8 { 0x0A }
    @inlinable package static var carriageReturn: UInt8 { 0x0D }
    @inlinable package static var space: UInt8 { 0x20 }
    @inlinable package static var quote: UInt8 { 0x22 }
    @inlinable package static var backslash: UInt8 { 0x5C }
    /// CRLF.
    package static let lineEnd: [UInt8] = [0x0D, 0x0A]

    /// Whether the octet is a space or a horizontal tab (WSP).
    @inlinable package static func isWhitespace(_ octet: UInt8) -> Bool {
        octet == 0x20 || octet == 0x09
    }

    /// Whether the octet is a CR or an LF.
    @inlinable package static func isLineEnd(_ octet: UInt8) -> Bool {
        octet == 0x0D || octet == 0x0A
    }

    /// Whether the octet is an ASCII control: below the space, or DEL.
    @inlinable package static func isControl(_ octet: UInt8) -> Bool {
        octet < 0x20 || octet == 0x7F
    }

    /// Whether the octet is a space or a visible ASCII character.
    @inlinable package static func isPrintable(_ octet: UInt8) -> Bool {
        octet >= 0x20 && octet < 0x7F
    }

    /// Whether the octet is an ASCII digit.
    @inlinable package static func isDigit(_ octet: UInt8) -> Bool {
        octet >= 0x30 && octet <= 0x39
    }

    /// Whether the octet is an ASCII letter of either case.
    @inlinable package static func isLetter(_ octet: UInt8) -> Bool {
        octet | 0x20 >= 0x61 && octet | 0x20 <= 0x7A
    }

    /// Whether the octet is an ASCII letter of upper case.
    @inlinable package static func isUpperCase(_ octet: UInt8) -> Bool {
        octet >= 0x41 && octet <= 0x5A
    }

    /// Whether the octet is an ASCII letter or digit.
    @inlinable package static func isAlphanumeric(_ octet: UInt8) -> Bool {
        isDigit(octet) || isLetter(octet)
    }

    /// Whether the octet is a hexadecimal digit of either case.
    @inlinable package static func isHexadecimalDigit(_ octet: UInt8) -> Bool {
        isDigit(octet) || (octet | 0x20 >= 0x61 && octet | 0x20 <= 0x66)
    }

    /// Whether the octet is allowed in a SIP token (RFC 3261 §25.1).
    @inlinable package static func isToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x21, 0x25, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5F, 0x60, 0x7E: true  // ! % ' * + - . _ ` ~
        default: isAlphanumeric(octet)
        }
    }

    /// Whether the octet is allowed in a MIME token (RFC 2045 §5.1), a superset of the SIP token.
    @inlinable package static func isMIMEToken(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x23, 0x24, 0x26, 0x5E, 0x7B, 0x7C, 0x7D: true  // # $ & ^ { | }
        default: isToken(octet)
        }
    }

    /// Whether the octets are the scheme of a URI (RFC 3986 §3.1): a letter, then
    /// letters, digits, "+", "-" and ".".
    @inlinable package static func isScheme(_ octets: some Collection<UInt8>) -> Bool {
        guard let first = octets.first, isLetter(first) else { return false }
        return octets.allSatisfy { isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
    }

    /// Returns the octet, with a letter A to Z in lower case.
    @inlinable package static func lowerCase(_ octet: UInt8) -> UInt8 {
        isUpperCase(octet) ? octet | 0x20 : octet
    }
}

extension String {
    /// The text with the letters A to Z in lower case and everything else unchanged.
    package var asciiLowercased: String {
        let octets = utf8.span
        guard octets.indices.contains(where: { ASCII.isUpperCase(octets[$0]) }) else { return self }
        return String(decoding: utf8.map(ASCII.lowerCase), as: UTF8.self)
    }

    /// Returns whether two texts are equal, ignoring the case of A to Z.
    package func equalsIgnoringASCIICase(_ other: String) -> Bool {
        let (left, right) = (utf8.span, other.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where ASCII.lowerCase(left[index]) != ASCII.lowerCase(right[index]) {
            return false
        }
        return true
    }

    /// Whether the text is one or more ASCII digits.
    package var isASCIIDigits: Bool { !utf8.isEmpty && utf8.allSatisfy(ASCII.isDigit) }
}
