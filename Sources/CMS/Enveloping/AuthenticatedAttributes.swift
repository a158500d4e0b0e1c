/// The authenticated attributes of an AuthEnvelopedData (RFC 5083 §2.1, §2.2).
enum AuthenticatedAttributes {
    private static let maximumCount = 32

    /// Checks the form of the attributes, and returns the SET OF that the tag covers; nil if there are none.
    ///
    /// Nothing here depends on their values. A content type, if there is one, must be that of
    /// the content, which is id-data.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` without attributes in the set, for one without values or there
    ///   twice, ``CMSError/tooMany(_:limit:)`` for more than 32.
    static func read(_ set: DERElement?) throws(CMSError) -> [UInt8]? {
        guard let set else { return nil }
        var reader = set.reader(for: .authenticatedAttributes)
        var seen: [ObjectIdentifier] = []
        while !reader.isAtEnd {
            guard seen.count < maximumCount else {
                throw .tooMany(.authenticatedAttributes, limit: maximumCount)
            }
            var attribute = try reader.next(DERTag.sequence).reader(for: .authenticatedAttributes)
            let type = ObjectIdentifier(try attribute.next(DERTag.objectIdentifier).content)
            var values = try attribute.next(DERTag.set).reader(for: .authenticatedAttributes)
            try attribute.finish()
            guard !seen.contains(type), !values.isAtEnd else { throw .malformed(.authenticatedAttributes) }
            seen.append(type)
            guard type == .contentType else { continue }
            let value = try values.next(DERTag.objectIdentifier)
            guard values.isAtEnd, ObjectIdentifier(value.content) == .data else {
                throw .malformed(.authenticatedAttributes)
            }
        }
        guard !seen.isEmpty else { throw .malformed(.authenticatedAttributes) }
        return DERWriter.element(DERTag.set, [set.content])
    }
}
