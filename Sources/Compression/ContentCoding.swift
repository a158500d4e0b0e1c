/// A content coding that can be decoded.
public enum ContentCoding: String, Sendable, CaseIterable {
    /// One gzip member (RFC 9110 §8.4.1.3, RFC 1952).
    case gzip
    /// One zlib stream (RFC 9110 §8.4.1.2, RFC 1950).
    case deflate

    /// Decodes the content.
    ///
    /// Readers handle several members, octets after the end and a wrong checksum differently: all of them are
    /// refused, so that there is one content.
    ///
    /// - Parameter limit: the maximum size of the content in octets, which also bounds the memory.
    /// - Throws: ``ContentCodingError``.
    public func decoded(_ octets: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        guard octets.count <= Int(Int32.max) else { throw .tooLarge(limit: limit) }
        if self == .deflate, !Self.hasZlibHeader(octets) { throw .rawDeflate }
        if self == .deflate, Self.isStoredBlock(octets) { throw .alsoRawDeflate }
        return try Inflater(self).inflate(octets, limit: max(0, limit))
    }

    /// Returns whether octets with a zlib header also begin like raw deflate.
    ///
    /// The header's first octet is that of a stored block (RFC 1951 §3.2.4), followed by its length and the
    /// complement of it: a reader that expects raw deflate would find other content.
    private static func isStoredBlock(_ octets: [UInt8]) -> Bool {
        octets.count >= 5 && octets[1] ^ octets[3] == 0xFF && octets[2] ^ octets[4] == 0xFF
    }

    /// Returns whether the first two octets follow RFC 1950 §2.2: method 8, and a number divisible by 31.
    private static func hasZlibHeader(_ octets: [UInt8]) -> Bool {
        guard octets.count >= 2 else { return false }
        return octets[0] & 0x0F == 8 && (Int(octets[0]) << 8 | Int(octets[1])) % 31 == 0
    }
}

/// Why a content coding could not be decoded.
public enum ContentCodingError: Error, Equatable, Sendable {
    /// The content is larger than `limit` octets.
    case tooLarge(limit: Int)
    /// It is not a zlib stream; some senders write raw deflate data (RFC 9110 §8.4.1.2).
    case rawDeflate
    /// It is a zlib stream that also begins like raw deflate data: two readers would find two contents.
    case alsoRawDeflate
    /// It needs a preset dictionary that is not in it (RFC 1950 §2.2).
    case dictionary
    /// It is damaged, incomplete, or has a wrong checksum.
    case damaged
    /// The number of octets after the end, such as another member.
    case surplus(octets: Int)
    /// Memory ran out.
    case outOfMemory
}

extension ContentCodingError: CustomStringConvertible {
    /// A noun phrase that describes the coded content.
    public var description: String {
        switch self {
        case .tooLarge(let limit): "more than \(limit) octets when decompressed"
        case .rawDeflate: "raw deflate without the zlib header"
        case .alsoRawDeflate: "a zlib stream that is raw deflate as well"
        case .dictionary: "a preset dictionary"
        case .damaged: "damaged or incomplete data"
        case .surplus(let octets): "\(octets) octets after the end of the compressed data"
        case .outOfMemory: "more memory than there is"
        }
    }
}
