/// Writes DER elements.
enum DERWriter {
    /// One element with `identifier` around `parts`.
    static func element(_ identifier: UInt8, _ parts: [ArraySlice<UInt8>]) -> [UInt8] {
        let count = parts.reduce(0) { $0 + $1.count }
        var octets: [UInt8] = []
        octets.reserveCapacity(count + 6)
        appendHeader(identifier, count: count, to: &octets)
        for part in parts { octets += part }
        return octets
    }

    /// Appends one element to others without allocating memory for it alone.
    static func append(_ identifier: UInt8, _ content: [UInt8], to octets: inout [UInt8]) {
        appendHeader(identifier, count: content.count, to: &octets)
        octets += content
    }

    /// Appends identifier and length of an element whose content has `count` octets.
    static func appendHeader(_ identifier: UInt8, count: Int, to octets: inout [UInt8]) {
        octets.append(identifier)
        appendLength(count, to: &octets)
    }

    /// Appends the length of a content of `count` octets.
    static func appendLength(_ count: Int, to octets: inout [UInt8]) {
        if count < 0x80 { return octets.append(UInt8(count)) }
        let lengthOctets = (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
        octets.append(0x80 | UInt8(lengthOctets))
        for index in (0..<lengthOctets).reversed() {
            octets.append(UInt8(truncatingIfNeeded: count >> (8 * index)))
        }
    }

    /// The octets of an element whose content has `count` octets.
    static func octets(around count: Int) -> Int {
        count < 0x80 ? count + 2 : count + 2 + (Int.bitWidth - count.leadingZeroBitCount + 7) / 8
    }

    /// A SEQUENCE of elements.
    static func sequence(_ elements: [UInt8]...) -> [UInt8] {
        element(DERTag.sequence, elements.map { $0[...] })
    }

    /// A SET OF elements in DER order, which is that of their octets (X.690 §11.6).
    static func setOf(_ elements: [[UInt8]]) -> [UInt8] {
        element(DERTag.set, elements.sorted { $0.lexicographicallyPrecedes($1) }.map { $0[...] })
    }

    /// Appends an OBJECT IDENTIFIER.
    static func append(_ identifier: ObjectIdentifier, to octets: inout [UInt8]) {
        appendHeader(DERTag.objectIdentifier, count: identifier.count, to: &octets)
        identifier.append(to: &octets)
    }

    static func objectIdentifier(_ identifier: ObjectIdentifier) -> [UInt8] {
        element(DERTag.objectIdentifier, [identifier.octets])
    }

    /// An INTEGER of the fewest octets whose first bit is 0 (X.690 §8.3).
    static func integer(_ number: UInt64) -> [UInt8] {
        let count = (UInt64.bitWidth - number.leadingZeroBitCount) / 8 + 1
        let octets = (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
        return element(DERTag.integer, [octets[...]])
    }

    static func octetString(_ octets: [UInt8]) -> [UInt8] { element(DERTag.octetString, [octets[...]]) }

    /// A BIT STRING of whole octets.
    static func bitString(_ octets: [UInt8]) -> [UInt8] { element(DERTag.bitString, [[0], octets[...]]) }

    /// The element under an IMPLICIT tag.
    static func replacingTag(of element: [UInt8], by identifier: UInt8) -> [UInt8] {
        [identifier] + element.dropFirst()
    }
}
