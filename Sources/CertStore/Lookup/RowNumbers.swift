import CMS
import Octets

/// The numbers that are kept for the rows of certificates filed under an address.
///
/// A row lies where its number says. Made from the address, it is found at once, without an index whose entry lies
/// elsewhere: among a million certificates nothing is in the processor's cache, and each place is waited for.
/// `sip:`, `sips:`, `pres:` and `im:` of one address are one. Addresses that are numbered lie in the order of their last
/// four digits, so that issuing to a thousand of them in turn changes a hundred pages and not a thousand. Two addresses
/// may have the same numbers, as bob and bob0 have, so each row says under which URIs it is filed; one behind the last of
/// them lies elsewhere.
package struct RowNumbers: Equatable, Sendable {
    /// The first of them.
    package let first: Int64
    /// The last of them.
    package var last: Int64 { first + 255 }

    /// From 25 bits of the digest of what stands around the digits, and the digits: SQLite keeps numbers below 2^47 in
    /// six octets.
    package init(ofURI uri: String) {
        let address = uri.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        let user = address.prefix { $0 != UInt8(ascii: "@") }
        let digits = user.suffix(4).reversed().prefix(while: ASCII.isDigit)
        let around = user.dropLast(digits.count) + address[user.endIndex...]
        let digest = SHA256.digest(of: Array(around)).prefix(4).reduce(0) { $0 << 8 | Int64($1) } >> 7
        let number = digits.reversed().reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        first = (digest << 14 | number) << 8
    }

    /// The first number of a row that lies with no address.
    static let firstElsewhere: Int64 = -1 << 46

    /// Whether a row lies here.
    func contains(_ row: Int64) -> Bool { first <= row && row <= last }
}
