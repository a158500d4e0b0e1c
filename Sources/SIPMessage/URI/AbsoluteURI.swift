import Octets

/// The check that a text is a URI of any scheme (RFC 2396 §3, RFC 3261 §25.1 absoluteURI).
enum AbsoluteURI {
    /// Checks a URI of any scheme.
    ///
    /// - Returns: nil if the text is not a URI, or violates the grammar of a known scheme; else the SIP URI,
    ///   which is nil for other schemes.
    static func check(_ text: String) -> (sipURI: SIPURI?, Void)? {
        guard let scheme = scheme(of: text) else { return nil }
        if SIPURI.Scheme(rawValue: scheme.asciiLowercased) != nil {
            guard let sipURI = try? SIPURI.parse(text) else { return nil }
            return (sipURI, ())
        }
        let rest = Array(text.utf8.dropFirst(scheme.utf8.count + 1))
        guard !rest.isEmpty, isEscaped(rest, allowing: isURICharacter) else { return nil }
        return (nil, ())
    }

    /// Returns the scheme before the first ":", nil if there is none.
    static func scheme(of text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: 0x3A) else { return nil }
        let scheme = text.utf8[..<colon]
        guard ASCII.isScheme(scheme) else { return nil }
        return String(decoding: scheme, as: UTF8.self)
    }

    /// Returns whether the octets belong to a class, each "%" followed by two hexadecimal digits.
    static func isEscaped(_ octets: some Collection<UInt8>, allowing belongs: (UInt8) -> Bool) -> Bool {
        var digitsDue = 0
        for octet in octets {
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
        ASCII.isAlphanumeric(octet) || "-_.!~*'()".utf8.contains(octet)
    }

    private static func isURICharacter(_ octet: UInt8) -> Bool {
        isUnreserved(octet) || ";/?:@&=+$,[]#".utf8.contains(octet)
    }
}
