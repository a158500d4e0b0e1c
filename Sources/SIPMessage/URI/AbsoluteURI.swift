import Octets

/// The check that a text is a URI of any scheme (RFC 2396 §3, RFC 3261 §25.1 absoluteURI).
enum AbsoluteURI {
    /// Checks a URI of any scheme.
    ///
    /// - Returns: nil if the text is not a URI, or violates the grammar of a known scheme; else the SIP URI,
    ///   which is nil for other schemes.
    static func check(_ text: String) -> (sipURI: SIPURI?, Void)? {
        guard let (scheme, rest) = split(Array(text.utf8)) else { return nil }
        if let scheme = SIPURI.Scheme(scheme) {
            guard let sipURI = SIPURI.read(rest, scheme: scheme) else { return nil }
            return (sipURI, ())
        }
        guard !rest.isEmpty, isEscaped(rest, allowing: isURICharacter) else { return nil }
        return (nil, ())
    }

    /// Returns the scheme before the first ":" and the octets after it; nil if there is no scheme.
    static func split(_ octets: [UInt8]) -> (scheme: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        guard let colon = octets.firstIndex(of: 0x3A), ASCII.isScheme(octets[..<colon]) else { return nil }
        return (octets[..<colon], octets[(colon + 1)...])
    }

    /// Returns whether the octets belong to a class, each "%" followed by two hexadecimal digits.
    static func isEscaped(_ octets: ArraySlice<UInt8>, allowing belongs: (UInt8) -> Bool) -> Bool {
        isEscaped(octets, in: octets.indices, allowing: belongs)
    }

    /// Returns whether the octets in a range belong to a class, each "%" followed by two hexadecimal digits.
    static func isEscaped(
        _ octets: ArraySlice<UInt8>, in range: Range<Int>, allowing belongs: (UInt8) -> Bool
    ) -> Bool {
        var digitsDue = 0
        for index in range {
            let octet = octets[index]
            if digitsDue > 0 {
                guard ASCII.isHexadecimalDigit(octet) else { return false }
                digitsDue -= 1
            } else if octet == 0x25 {
                digitsDue = 2
            } else if !belongs(octet) {
                return false
            }
        }
        return digitsDue == 0
    }

    /// Returns whether the octet is "unreserved" in RFC 3261 §25.1.
    static func isUnreserved(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x2D, 0x5F, 0x2E, 0x21, 0x7E, 0x2A, 0x27, 0x28, 0x29: true  // - _ . ! ~ * ' ( )
        default: ASCII.isAlphanumeric(octet)
        }
    }

    private static func isURICharacter(_ octet: UInt8) -> Bool {
        isUnreserved(octet) || ";/?:@&=+$,[]#".utf8.contains(octet)
    }
}
