import Octets

/// The check that a text is a URI of any scheme (RFC 2396 §3, RFC 3261 §25.1 absoluteURI).
enum AbsoluteURI {
    /// Checks a URI of any scheme, which is a range of octets.
    ///
    /// - Returns: nil if the text is not a URI, or violates the grammar of a known scheme; else the parts of
    ///   the SIP URI, which are nil for other schemes.
    static func check(_ octets: [UInt8], in range: Range<Int>) -> (sip: SIPURIParts?, Void)? {
        guard let (scheme, rest) = split(octets, in: range) else { return nil }
        if let scheme = SIPURI.Scheme(octets, in: scheme) {
            guard let parts = SIPURIParts(octets, in: rest, scheme: scheme) else { return nil }
            return (parts, ())
        }
        guard !rest.isEmpty, isEscaped(octets, in: rest, allowing: isURICharacter) else { return nil }
        return (nil, ())
    }

    /// Returns the scheme before the first ":" and the octets after it; nil if there is no scheme.
    static func split(_ octets: [UInt8], in range: Range<Int>) -> (scheme: Range<Int>, rest: Range<Int>)? {
        guard let colon = range.first(where: { octets[$0] == 0x3A }) else { return nil }
        let scheme = range.lowerBound..<colon
        guard let first = scheme.first, ASCII.isLetter(octets[first]),
            scheme.allSatisfy({ isSchemeOctet(octets[$0]) })
        else { return nil }
        return (scheme, (colon + 1)..<range.upperBound)
    }

    private static func isSchemeOctet(_ octet: UInt8) -> Bool {
        ASCII.isAlphanumeric(octet) || octet == 0x2B || octet == 0x2D || octet == 0x2E
    }

    /// Returns whether the octets in a range belong to a class, each "%" followed by two hexadecimal digits.
    static func isEscaped(
        _ octets: [UInt8], in range: Range<Int>, allowing belongs: (UInt8) -> Bool
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
