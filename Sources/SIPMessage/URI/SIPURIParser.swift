import Octets

extension SIPURI {
    /// Reads a URI.
    ///
    /// - Throws: `malformedURI` with the text if it does not follow RFC 3261 §25.1 or has another scheme.
    public static func parse(_ text: String) throws(SIPMessageError) -> SIPURI {
        let octets = Array(text.utf8)
        guard let (written, rest) = AbsoluteURI.split(octets, in: octets.indices),
            let scheme = Scheme(octets, in: written),
            let parts = SIPURIParts(octets, in: rest, scheme: scheme)
        else { throw .malformedURI(text) }
        return parts.uri(in: octets)
    }

    /// Returns whether a range of octets is a host name, an IPv4 address or an IPv6 reference.
    static func isHost(_ octets: [UInt8], in range: Range<Int>) -> Bool {
        guard let first = range.first, let last = range.last else { return false }
        if octets[first] == 0x5B {
            let address = range.dropFirst().dropLast()
            return octets[last] == 0x5D && address.contains { octets[$0] == 0x3A }
                && address.allSatisfy {
                    ASCII.isHexadecimalDigit(octets[$0]) || octets[$0] == 0x3A || octets[$0] == 0x2E
                }
        }
        // One dot may end a host name; between the dots there are labels. The
        // underscore is in no RFC but in use.
        var isLabelEmpty = true
        for index in octets[last] == 0x2E ? range.dropLast() : range {
            let octet = octets[index]
            if octet == 0x2E {
                guard !isLabelEmpty else { return false }
                isLabelEmpty = true
            } else {
                guard ASCII.isAlphanumeric(octet) || octet == 0x2D || octet == 0x5F else { return false }
                isLabelEmpty = false
            }
        }
        return !isLabelEmpty
    }
}

extension SIPURI.Scheme {
    /// Returns the scheme in a range of octets, whatever their case; nil for any other.
    init?(_ octets: [UInt8], in range: Range<Int>) {
        func letter(_ offset: Int) -> UInt8 { octets[range.lowerBound + offset] | 0x20 }
        switch range.count {
        case 2 where letter(0) == 0x69 && letter(1) == 0x6D: self = .im
        case 3 where letter(0) == 0x73 && letter(1) == 0x69 && letter(2) == 0x70: self = .sip
        case 4 where letter(0) == 0x73 && letter(1) == 0x69 && letter(2) == 0x70 && letter(3) == 0x73:
            self = .sips
        case 4 where letter(0) == 0x70 && letter(1) == 0x72 && letter(2) == 0x65 && letter(3) == 0x73:
            self = .pres
        default: return nil
        }
    }
}
