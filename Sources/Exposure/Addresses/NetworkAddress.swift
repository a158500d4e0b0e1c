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
        } else if Self.isIPv6(bare) {
            text = bare
            let first = bare.prefix { $0 != ":" }
            let group = first.isEmpty ? 0 : UInt16(first, radix: 16) ?? 0
            // Unique local, link-local and loopback (RFC 4193 §3.1, RFC 4291 §2.4).
            isPrivate = group & 0xFE00 == 0xFC00 || group & 0xFFC0 == 0xFE80 || bare == "::1"
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

    /// Whether it is eight groups of hexadecimal digits, of which one "::" leaves some out (RFC 4291 §2.2).
    private static func isIPv6(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: ":")) else { return false }
        var groups = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let isShortened = text.contains("::")
        if text.hasPrefix("::") { groups.removeFirst() }
        if text.hasSuffix("::") { groups.removeLast() }
        if let last = groups.last, fourOctets(last) != nil {
            groups.replaceSubrange((groups.count - 1)..., with: ["0", "0"])
        }
        // The "::" is one empty group.
        guard groups.count(where: \.isEmpty) == (isShortened ? 1 : 0) else { return false }
        guard isShortened ? (1...8).contains(groups.count) : groups.count == 8 else { return false }
        return groups.allSatisfy { $0.utf8.count <= 4 && $0.utf8.allSatisfy(ASCII.isHexadecimalDigit) }
    }
}
