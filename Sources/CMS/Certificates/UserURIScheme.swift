import Octets

/// The schemes of URIs that name users: sip, sips, pres, im and tel (RFC 3261 §19.1,
/// RFC 3859, RFC 3860, RFC 3966).
///
/// Another reader could see such a URI in a name that cannot be read safely. Both functions return
/// true unless that is impossible.
public enum UserURIScheme {
    private static let names = ["sip", "sips", "pres", "im", "tel"].map { Array($0.utf8) }

    /// Returns whether the octets of a URI begin with one of the schemes, or with no scheme at all.
    public static func mayBegin(_ octets: [UInt8]) -> Bool {
        let scheme = octets.prefix { $0 != 0x3A }
        guard scheme.count < octets.count, ASCII.isScheme(scheme) else { return true }
        return names.contains(scheme.map { $0 | 0x20 })
    }

    /// Returns whether one of the schemes with its colon occurs anywhere in the octets, after octets other
    /// than printable ASCII (as in UTF-16) are removed and escapes are decoded.
    public static func mayOccur(in octets: some Collection<UInt8>) -> Bool {
        var text = octets.filter { (0x21...0x7E).contains($0) }
        // An escape may be escaped again; each round makes the text shorter.
        for _ in 0..<3 { text = PercentEncoding.unescaped(text) }
        text = text.filter { (0x21...0x7E).contains($0) }.map(ASCII.lowerCase)
        return text.indices.contains { index in
            text[index] == 0x3A && names.contains { text[..<index].suffix($0.count).elementsEqual($0) }
        }
    }
}
