import Octets

/// Tells user parts that look drawn at random from names and numbers.
///
/// A rule of thumb that would rather miss one than take a name for noise: a UUID, 16 or more hexadecimal digits
/// with both letters and digits in plenty, or 20 or more letters and digits that change places often. A telephone
/// number, an IMSI or a name with a year behind it is none of these.
enum OpaqueUser {
    static func isOne(_ user: String) -> Bool {
        let octets = Array(user.utf8)
        guard octets.count <= 256 else { return false }
        return isUUID(octets) || isHexadecimal(octets) || isMixed(octets)
    }

    private static func isUUID(_ octets: [UInt8]) -> Bool {
        let groups = octets.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy(ASCII.isHexadecimalDigit) }
    }

    private static func isHexadecimal(_ octets: [UInt8]) -> Bool {
        octets.count >= 16 && octets.allSatisfy(ASCII.isHexadecimalDigit)
            && octets.count(where: ASCII.isDigit) >= 4
            && octets.count(where: { !ASCII.isDigit($0) }) >= 3
    }

    private static func isMixed(_ octets: [UInt8]) -> Bool {
        guard octets.count >= 20 else { return false }
        let kinds = octets.map(ASCII.isDigit)
        let changes = zip(kinds, kinds.dropFirst()).count { $0 != $1 }
        return changes >= octets.count / 4
            && octets.allSatisfy { ASCII.isAlphanumeric($0) || "-_=.~+/".utf8.contains($0) }
    }
}
