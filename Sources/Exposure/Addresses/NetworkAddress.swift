import Octets

/// A numeric address as written in a message.
struct NetworkAddress: Equatable {
    /// The address as written, without brackets.
    let text: String
    /// Whether it has a meaning only inside one network and leads to no place by itself.
    let isPrivate: Bool

    /// Parses an IPv4 address, or an IPv6 one with or without brackets; nil for anything else.
    init?(_ host: String) {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard bare.utf8.count <= 64 else { return nil }
        if let octets = Self.fourOctets(bare) {
            text = bare
            isPrivate = Self.isPrivate(octets)
        } else if bare.utf8.count(where: { $0 == 0x3A }) >= 2, bare.utf8.allSatisfy(Self.isOfIPv6) {
            text = bare
            let start = bare.lowercased()
            isPrivate =
                ["fc", "fd", "fe8", "fe9", "fea", "feb"].contains(where: start.hasPrefix) || start == "::1"
        } else {
            return nil
        }
    }

    private static func fourOctets(_ text: String) -> [UInt8]? {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        let octets = pieces.compactMap { $0.utf8.allSatisfy(ASCII.isDigit) ? UInt8($0) : nil }
        return pieces.count == 4 && octets.count == 4 ? octets : nil
    }

    private static func isPrivate(_ octets: [UInt8]) -> Bool {
        switch (octets[0], octets[1]) {
        case (10, _), (127, _), (192, 168), (169, 254), (172, 16...31), (100, 64...127): true
        default: false
        }
    }

    private static func isOfIPv6(_ octet: UInt8) -> Bool {
        ASCII.isHexadecimalDigit(octet) || octet == 0x3A || octet == 0x2E
    }
}
