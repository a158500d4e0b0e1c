import CMS

/// The numbers that are kept for the rows of certificates filed under an address.
///
/// A row lies where its number says. Taken from the digest of the address, it is found at once, without an index whose
/// entry lies elsewhere: among a million certificates nothing is in the processor's cache, and each place is waited for.
/// `sip:`, `sips:`, `pres:` and `im:` of one address are one. Two addresses may have the same numbers, so each row says
/// under which URIs it is filed, and one for which no number is left lies elsewhere.
package struct RowNumbers: Equatable, Sendable {
    /// The first of them.
    package let first: Int64
    /// The last of them.
    package var last: Int64 { first + 255 }

    /// From 39 bits of the digest: SQLite keeps numbers below 2^47 in six octets.
    package init(ofURI uri: String) {
        let address = uri.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        let digest = SHA256.digest(of: Array(address)).prefix(5)
        first = (digest.reduce(0) { $0 << 8 | Int64($1) } >> 1) << 8
    }

    /// Whether a row lies here.
    func contains(_ row: Int64) -> Bool { first <= row && row <= last }
}
