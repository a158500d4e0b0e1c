/// Converts BER to DER, as far as the encoding alone determines it: definite lengths of the fewest octets,
/// strings in one piece (X.690 §10.1, §10.2).
///
/// The types are unknown here, so that the order of a SET and the content of other primitive elements stay.
struct DERConversion {
    /// As deep as libcrypto reads.
    private static let maximumDepth = 30

    private let octets: ArraySlice<UInt8>
    private let structure: CMSError.Structure
    private var position: Int

    private init(_ octets: ArraySlice<UInt8>, _ structure: CMSError.Structure) {
        self.octets = octets
        self.structure = structure
        position = octets.startIndex
    }

    /// Returns the elements of `octets` in DER: `octets` itself if they are.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if they are not BER, or deeper than 30 levels.
    static func der(
        _ octets: ArraySlice<UInt8>, in structure: CMSError.Structure
    ) throws(CMSError) -> ArraySlice<UInt8> {
        if isDER(octets.span, depth: 0) { return octets }
        var conversion = DERConversion(octets, structure)
        return try conversion.elements(to: octets.endIndex, depth: 0)[...]
    }

    private static func isDER(_ octets: Span<UInt8>, depth: Int) -> Bool {
        guard depth < maximumDepth else { return false }
        var position = 0
        while position < octets.count {
            guard let header = DERHeader(octets, at: position, to: octets.count),
                header.identifier & 0xDF != 0
            else { return false }
            position = header.content.upperBound
            guard header.identifier & 0x20 != 0 else { continue }
            guard stringIdentifier(header.identifier) == nil,
                isDER(octets.extracting(header.content), depth: depth + 1)
            else { return false }
        }
        return true
    }

    /// Returns the elements up to `end`, or up to the end-of-contents mark if `end` is nil.
    private mutating func elements(to end: Int?, depth: Int) throws(CMSError) -> [UInt8] {
        guard depth < Self.maximumDepth else { throw .malformed(structure) }
        var der: [UInt8] = []
        while let header = try nextHeader(to: end) {
            let content = try content(of: header, depth: depth)
            der.append(header.identifierInDER)
            der += header.identifier.dropFirst()
            DERWriter.appendLength(content.count, to: &der)
            der += content
        }
        return der
    }

    private mutating func content(of header: Header, depth: Int) throws(CMSError) -> [UInt8] {
        let start = position
        let end = header.count.map { start + $0 }
        guard header.isConstructed else {
            position = end ?? start
            return [UInt8](octets[start..<position])
        }
        guard let string = header.string else { return try elements(to: end, depth: depth + 1) }
        return try segments(of: string, to: end, depth: depth + 1)
    }

    /// Returns the segments of a string, joined; each is an OCTET STRING or of the type of the string (X.690
    /// §8.7.3, §8.21).
    private mutating func segments(
        of string: UInt8, to end: Int?, depth: Int
    ) throws(CMSError) -> [UInt8] {
        guard depth < Self.maximumDepth else { throw .malformed(structure) }
        var joined: [UInt8] = []
        while let header = try nextHeader(to: end) {
            guard [string, DERTag.octetString].contains(header.identifierInDER) else {
                throw .malformed(structure)
            }
            joined += try content(of: header, depth: depth)
        }
        return joined
    }

    /// Reads identifier and length; returns nil at the end.
    private mutating func nextHeader(to end: Int?) throws(CMSError) -> Header? {
        if position == end { return nil }
        let bound = end ?? octets.endIndex
        if end == nil, bound - position >= 2, octets[position] == 0, octets[position + 1] == 0 {
            position += 2
            return nil
        }
        guard bound - position >= 2, octets[position] & 0xDF != 0 else { throw .malformed(structure) }
        let identifier = try identifier(to: bound)
        guard position < bound else { throw .malformed(structure) }
        let isConstructed = identifier[identifier.startIndex] & 0x20 != 0
        if octets[position] == 0x80 {
            guard isConstructed else { throw .malformed(structure) }
            position += 1
            return Header(identifier: identifier, count: nil)
        }
        return Header(identifier: identifier, count: try length(to: bound))
    }

    /// Passes an identifier of at most five octets, as few as possible (X.690 §8.1.2.4).
    private mutating func identifier(to bound: Int) throws(CMSError) -> ArraySlice<UInt8> {
        let start = position
        position += 1
        guard octets[start] & 0x1F == 0x1F else { return octets[start..<position] }
        while true {
            guard position < bound, position - start < 5 else { throw .malformed(structure) }
            position += 1
            if octets[position - 1] & 0x80 == 0 { break }
        }
        let first = octets[start + 1]
        guard first != 0x80, position - start > 2 || first >= 0x1F else { throw .malformed(structure) }
        return octets[start..<position]
    }

    private mutating func length(to bound: Int) throws(CMSError) -> Int {
        var length = Int(octets[position])
        position += 1
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), bound - position >= count else { throw .malformed(structure) }
            length = octets[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
            position += count
        }
        guard bound - position >= length else { throw .malformed(structure) }
        return length
    }

    /// The identifier of the primitive form, if this is that of a string in pieces; nil for others.
    fileprivate static func stringIdentifier(_ identifier: UInt8) -> UInt8? {
        guard identifier & 0xE0 == 0x20 else { return nil }
        return switch identifier & 0x1F {
        case 4, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30: identifier & 0x1F
        default: nil
        }
    }

    private struct Header {
        let identifier: ArraySlice<UInt8>
        /// Octets of the content; nil for an indefinite length.
        let count: Int?

        var isConstructed: Bool { identifier[identifier.startIndex] & 0x20 != 0 }
        var string: UInt8? { DERConversion.stringIdentifier(identifier[identifier.startIndex]) }
        /// The first octet of the identifier, that of a string in one piece.
        var identifierInDER: UInt8 { string ?? identifier[identifier.startIndex] }
    }
}
