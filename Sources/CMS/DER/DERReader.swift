/// One DER element: its identifier octet and its position.
struct DERElement {
    let identifier: UInt8
    /// The whole element, identifier and length included.
    let octets: ArraySlice<UInt8>
    private let contentStart: Int

    /// Creates an element whose content, the end of `octets`, begins at `contentStart`.
    init(identifier: UInt8, octets: ArraySlice<UInt8>, contentStart: Int) {
        self.identifier = identifier
        self.octets = octets
        self.contentStart = contentStart
    }

    var content: ArraySlice<UInt8> { octets[contentStart...] }

    func reader(for structure: CMSError.Structure) -> DERReader {
        DERReader(octets, from: contentStart, to: octets.endIndex, structure: structure)
    }
}

/// Identifier octets used in CMS (RFC 5652) and its algorithm identifiers.
enum DERTag {
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let objectIdentifier: UInt8 = 0x06
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    /// `[number] IMPLICIT` of a primitive type.
    static func primitive(_ number: UInt8) -> UInt8 { 0x80 | number }
    /// `[number]` of a constructed type, or EXPLICIT.
    static func constructed(_ number: UInt8) -> UInt8 { 0xA0 | number }
}

/// Reads the elements of DER from front to back, without copying and without recursion.
///
/// It supports only tags and definite lengths: the facts that must be checked before a key is used (which
/// algorithms, which recipients, the length of a tag). It does not read certificates, it only cuts them out.
/// Octets that are not DER throw; then the caller has libcrypto convert them first.
struct DERReader {
    /// The octets of the elements are in these.
    private let octets: ArraySlice<UInt8>
    private var position: Int
    private let end: Int
    private let structure: CMSError.Structure

    init(_ octets: ArraySlice<UInt8>, structure: CMSError.Structure) {
        self.init(octets, from: octets.startIndex, to: octets.endIndex, structure: structure)
    }

    /// Reads the elements between two positions.
    fileprivate init(
        _ octets: ArraySlice<UInt8>, from start: Int, to end: Int, structure: CMSError.Structure
    ) {
        self.octets = octets
        position = start
        self.end = end
        self.structure = structure
    }

    var isAtEnd: Bool { position == end }

    /// The identifier octet of the next element; nil at the end.
    var nextIdentifier: UInt8? { isAtEnd ? nil : octets[position] }

    /// Returns the next element.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` at the end, for identifiers of several octets, and for lengths
    ///   that are indefinite, not minimal or too large.
    mutating func next() throws(CMSError) -> DERElement {
        let start = position
        let (identifier, content) = try nextHeader()
        return DERElement(
            identifier: identifier, octets: octets[start..<position], contentStart: content.lowerBound)
    }

    /// Returns the identifier of the next element and the position of its content.
    ///
    /// - Throws: as ``next()``.
    mutating func nextHeader() throws(CMSError) -> (identifier: UInt8, content: Range<Int>) {
        let first = octets.startIndex
        guard let header = DERHeader(octets.span, at: position - first, to: end - first) else {
            throw .malformed(structure)
        }
        position = header.content.upperBound + first
        return (header.identifier, header.content.lowerBound + first..<position)
    }

    /// The next element, which must have `identifier`.
    mutating func next(_ identifier: UInt8) throws(CMSError) -> DERElement {
        guard nextIdentifier == identifier else { throw .malformed(structure) }
        return try next()
    }

    /// Returns the position of the content of the next element, which must have `identifier`.
    ///
    /// - Throws: as ``next(_:)``.
    mutating func nextContent(_ identifier: UInt8) throws(CMSError) -> Range<Int> {
        guard nextIdentifier == identifier else { throw .malformed(structure) }
        return try nextHeader().content
    }

    /// Returns a reader of the content of the next element, which must have `identifier`.
    ///
    /// No element is made of it: each that is made counts a reference to the octets.
    ///
    /// - Throws: as ``next(_:)``.
    mutating func enter(_ identifier: UInt8) throws(CMSError) -> DERReader {
        let content = try nextContent(identifier)
        return DERReader(octets, from: content.lowerBound, to: content.upperBound, structure: structure)
    }

    /// Returns the next element as an object identifier.
    ///
    /// - Throws: as ``next(_:)``.
    mutating func nextObjectIdentifier() throws(CMSError) -> ObjectIdentifier {
        let content = try nextContent(DERTag.objectIdentifier)
        let first = octets.startIndex
        return ObjectIdentifier(
            octets.span.extracting(content.lowerBound - first..<content.upperBound - first))
    }

    /// Returns the next element if it has `identifier`; else nil, and the position stays.
    mutating func nextIf(_ identifier: UInt8) throws(CMSError) -> DERElement? {
        nextIdentifier == identifier ? try next() : nil
    }

    /// Throws unless every element was read.
    func finish() throws(CMSError) {
        guard isAtEnd else { throw .malformed(structure) }
    }
}

/// Identifier and length of one DER element.
struct DERHeader {
    let identifier: UInt8
    /// The position of the content.
    let content: Range<Int>

    /// Reads the header at `start` of an element that ends at `end` at the latest; nil at the end, for
    /// identifiers of several octets, and for lengths that are indefinite, not minimal or too large.
    init?(_ octets: Span<UInt8>, at start: Int, to end: Int) {
        guard end - start >= 2, octets[start] & 0x1F != 0x1F else { return nil }
        identifier = octets[start]
        var index = start + 2
        var length = Int(octets[start + 1])
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), end - index >= count else { return nil }
            length = 0
            for position in index..<index + count { length = length << 8 | Int(octets[position]) }
            guard length >= 0x80, count == 1 || length >> (8 * (count - 1)) != 0 else { return nil }
            index += count
        }
        guard end - index >= length else { return nil }
        content = index..<index + length
    }
}
