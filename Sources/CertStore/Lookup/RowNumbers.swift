import CMS
import Octets

/// The row numbers reserved for certificates filed under an address, which cluster these rows.
///
/// The position of a row in the file follows from its number. A number derived from the address finds it at
/// once, without an index whose entry is in another place: among a million certificates nothing is in the
/// processor's cache, and each access waits for memory.
///
/// `sip:`, `sips:`, `pres:` and `im:` of one address are one. Addresses that end in numbers are in
/// the order of their last four digits, so that issuing to a thousand of them in turn changes a
/// hundred pages and not a thousand.
///
/// Two addresses may have the same numbers, as bob and bob0 have, so each row lists the URIs it is filed
/// under. If all numbers of an address are in use, a further row is unclustered.
package struct RowNumbers: Equatable, Sendable {
    /// The first of them.
    package let first: Int64
    /// The last of them.
    package var last: Int64 { first + 255 }

    /// Creates the numbers from 25 bits of the digest of the address without its last digits, and these
    /// digits: SQLite stores numbers below 2^47 in six octets.
    package init(ofURI uri: String) {
        let address = uri.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        let user = address.prefix { $0 != UInt8(ascii: "@") }
        let digits = user.suffix(4).reversed().prefix(while: ASCII.isDigit)
        let around = user.dropLast(digits.count) + address[user.endIndex...]
        let digest = SHA256.digest(of: Array(around)).prefix(4).reduce(0) { $0 << 8 | Int64($1) } >> 7
        let number = digits.reversed().reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        first = (digest << 14 | number) << 8
    }

    /// The first number of an unclustered row.
    static let firstUnclustered: Int64 = -1 << 46

    /// Returns whether a row has one of these numbers.
    func contains(_ row: Int64) -> Bool { first <= row && row <= last }
}
