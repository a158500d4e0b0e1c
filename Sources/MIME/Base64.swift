import Octets

/// The base64 transfer encoding (RFC 2045 §6.8, RFC 4648 §4).
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes octets in lines of at most `lineLength` characters, each ended by CRLF.
    ///
    /// - Parameter lineLength: the characters on a line, 76 in MIME and 64 in PEM; rounded down to
    ///   a multiple of 4, at least 4.
    /// - Returns: ASCII octets; none for empty input.
    public static func encode(_ octets: [UInt8], lineLength: Int = 76) -> [UInt8] {
        let groupsInLine = max(1, lineLength / 4)
        var text: [UInt8] = []
        text.reserveCapacity(octets.count / 3 * 4 + octets.count / (groupsInLine * 3) * 2 + 6)
        var groups = 0
        var index = 0
        while index < octets.count {
            if groups > 0, groups % groupsInLine == 0 { text += [0x0D, 0x0A] }
            let second = index + 1 < octets.count ? octets[index + 1] : 0
            let third = index + 2 < octets.count ? octets[index + 2] : 0
            text.append(alphabet[Int(octets[index] >> 2)])
            text.append(alphabet[Int((octets[index] & 0x03) << 4 | second >> 4)])
            text.append(index + 1 < octets.count ? alphabet[Int((second & 0x0F) << 2 | third >> 6)] : 0x3D)
            text.append(index + 2 < octets.count ? alphabet[Int(third & 0x3F)] : 0x3D)
            index += 3
            groups += 1
        }
        return text.isEmpty ? text : text + [0x0D, 0x0A]
    }

    /// Decodes base64 text.
    ///
    /// Spaces, tabs and line ends are skipped. All other octets must be in the alphabet, with padding at the
    /// end only and the unused bits zero, so that each content has one text (RFC 4648 §3.3, §3.5).
    ///
    /// - Throws: ``MIMEError/malformedBase64(offset:)``.
    public static func decode(_ text: [UInt8]) throws(MIMEError) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var digits = 0
        var padding = 0
        for (offset, character) in text.enumerated() {
            if ASCII.isWhitespace(character) || character == 0x0D || character == 0x0A { continue }
            if character == 0x3D {
                padding += 1
                guard digits >= 2, digits + padding <= 4 else { throw .malformedBase64(offset: offset) }
                continue
            }
            guard padding == 0, let digit = value(of: character) else {
                throw .malformedBase64(offset: offset)
            }
            bits = bits << 6 | digit
            digits += 1
            if digits == 4 {
                for shift in [16, 8, 0] as [UInt32] {
                    octets.append(UInt8(truncatingIfNeeded: bits >> shift))
                }
                bits = 0
                digits = 0
            }
        }
        switch (digits, padding) {
        case (0, 0): break
        case (2, 2) where bits & 0x0F == 0: octets.append(UInt8(truncatingIfNeeded: bits >> 4))
        case (3, 1) where bits & 0x03 == 0:
            octets += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)]
        default: throw .malformedBase64(offset: text.count)
        }
        return octets
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case 0x41...0x5A: UInt32(character - 0x41)
        case 0x61...0x7A: UInt32(character - 0x61) + 26
        case 0x30...0x39: UInt32(character - 0x30) + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
