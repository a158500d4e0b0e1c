/// The schemes of URIs that name users: sip, sips, pres, im and tel (RFC 3261 §19.1, RFC 3859, RFC 3860, RFC 3966).
///
/// Another reader could see such a URI in a name that cannot be read safely. Both functions return true unless that is
/// impossible.
public enum UserURIScheme {
    private static let names = ["sip", "sips", "pres", "im", "tel"].map { Array($0.utf8) }

    /// Returns whether the octets of a URI begin with one of the schemes, or with no scheme at all.
    public static func mayBegin(_ octets: some Collection<UInt8>) -> Bool {
        // RFC 3986 §3.1: a scheme is a letter, then letters, digits, "+", "-" and ".".
        let scheme = octets.prefix { $0 != 0x3A }
        guard scheme.count < octets.count, let first = scheme.first, isLetter(first),
            scheme.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0) })
        else { return true }
        return names.contains(scheme.map { $0 | 0x20 })
    }

    /// Returns whether one of the schemes with its colon occurs anywhere in the octets, after octets other than
    /// printable ASCII (as in UTF-16) are removed and escapes are decoded.
    public static func mayOccur(in octets: some Collection<UInt8>) -> Bool {
        var text = octets.filter { (0x21...0x7E).contains($0) }
        // An escape may be escaped again; each round makes the text shorter.
        for _ in 0..<3 { text = unescaped(text) }
        text = text.filter { (0x21...0x7E).contains($0) }.map { isLetter($0) ? $0 | 0x20 : $0 }
        return text.indices.contains { index in
            text[index] == 0x3A && names.contains { text[..<index].suffix($0.count).elementsEqual($0) }
        }
    }

    private static func isLetter(_ octet: UInt8) -> Bool { (0x61...0x7A).contains(octet | 0x20) }

    private static func unescaped(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < octets.count {
            if octets[index] == 0x25, index + 2 < octets.count, let high = digit(octets[index + 1]),
                let low = digit(octets[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(octets[index])
                index += 1
            }
        }
        return result
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x37
        case 0x61...0x66: octet - 0x57
        default: nil
        }
    }
}
