import Octets

/// Distinguishes user parts that look random from names and numbers.
///
/// A rule of thumb that prefers to miss a random user part over mistaking a name for
/// one. These forms look random:
/// - a UUID
/// - 16 or more hexadecimal digits with at least four digits and three letters
/// - 20 or more letters and digits that alternate often
///
/// A telephone number, an IMSI or a name followed by a year does not.
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
