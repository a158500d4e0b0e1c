package import MIME
import Octets

extension HeaderField {
    /// Whether the value follows the grammar of its field, if this library has one.
    package var isParsed: Bool { FieldSyntax.accepts(self, of: headerName) }

    /// The octets of the value as received, folds included, with CRLF line ends
    /// and without outer white space.
    ///
    /// Readers that interpret an unparsed value differently still see the same octets.
    package var valueOctets: ArraySlice<UInt8> {
        let octets = octets(lineEnd: [0x0D, 0x0A])
        guard let colon = octets.firstIndex(of: 0x3A) else { return octets[...] }
        let value = octets[(colon + 1)...]
        let isOuter = { (octet: UInt8) in ASCII.isWhitespace(octet) || ASCII.isLineEnd(octet) }
        guard let first = value.firstIndex(where: { !isOuter($0) }),
            let last = value.lastIndex(where: { !isOuter($0) })
        else { return [] }
        return value[first...last]
    }
}
