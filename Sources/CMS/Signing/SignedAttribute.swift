/// One signed attribute in DER (RFC 5652 §5.3).
struct SignedAttribute {
    let type: ObjectIdentifier
    /// The value; nil if there are several.
    let value: DERElement?
    let octets: ArraySlice<UInt8>

    private static let maximumCount = 32

    /// Reads the content of a SET of attributes, and returns them in DER order (X.690 §11.6).
    ///
    /// A signature covers the DER of the set, whatever encoding and order were sent (RFC 5652 §5.4).
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if there is none, a type comes twice, an attribute has no value,
    ///   or a value is none; ``CMSError/tooMany(_:limit:)`` for more than 32 attributes, or values of one.
    static func all(in content: ArraySlice<UInt8>) throws(CMSError) -> [SignedAttribute] {
        var reader = DERReader(
            try DERConversion.der(content, in: .signedAttributes), structure: .signedAttributes)
        var attributes: [SignedAttribute] = []
        attributes.reserveCapacity(8)
        while !reader.isAtEnd {
            guard attributes.count < maximumCount else {
                throw .tooMany(.signedAttributes, limit: maximumCount)
            }
            attributes.append(try SignedAttribute(try reader.next(DERTag.sequence)))
        }
        guard !attributes.isEmpty, hasDistinctTypes(attributes) else { throw .malformed(.signedAttributes) }
        return isInOrder(attributes, by: \.octets)
            ? attributes : attributes.sorted { $0.octets.lexicographicallyPrecedes($1.octets) }
    }

    private init(_ element: DERElement) throws(CMSError) {
        var reader = element.reader(for: .signedAttributes)
        let type = try reader.next(DERTag.objectIdentifier)
        var members = try reader.enter(DERTag.set)
        try reader.finish()
        guard Self.isObjectIdentifier(type.content) else { throw .malformed(.signedAttributes) }
        self.type = ObjectIdentifier(type.content)
        let first = try Self.value(next: &members)
        guard !members.isAtEnd else {
            value = first
            octets = element.octets
            return
        }
        value = nil
        var values = [first]
        while !members.isAtEnd {
            // Sorting is for a few values, and no attribute has many.
            guard values.count < Self.maximumCount else {
                throw .tooMany(.signedAttributes, limit: Self.maximumCount)
            }
            values.append(try Self.value(next: &members))
        }
        if Self.isInOrder(values, by: \.octets) {
            octets = element.octets
        } else {
            values.sort { $0.octets.lexicographicallyPrecedes($1.octets) }
            octets =
                DERWriter.element(
                    DERTag.sequence,
                    [type.octets, DERWriter.element(DERTag.set, values.map(\.octets))[...]])[...]
        }
    }

    private static func value(next members: inout DERReader) throws(CMSError) -> DERElement {
        let value = try members.next()
        guard isValue(value) else { throw .malformed(.signedAttributes) }
        return value
    }

    private static func isInOrder<Element>(
        _ elements: [Element], by octets: (Element) -> ArraySlice<UInt8>
    ) -> Bool {
        elements.indices.dropFirst().allSatisfy { index in
            !octets(elements[index]).lexicographicallyPrecedes(octets(elements[index - 1]))
        }
    }

    private static func hasDistinctTypes(_ attributes: [SignedAttribute]) -> Bool {
        attributes.indices.allSatisfy { index in
            !(0..<index).contains { attributes[$0].type == attributes[index].type }
        }
    }

    /// Returns whether a value has content that libcrypto reads for its type and would write again (X.690 §8,
    /// §11).
    private static func isValue(_ value: DERElement) -> Bool {
        let content = value.content
        switch value.identifier {
        case 0x01: return content.count == 1
        case DERTag.integer, 0x0A: return isInteger(content)
        case DERTag.bitString: return isBitString(content)
        case DERTag.null: return content.isEmpty
        case DERTag.objectIdentifier: return isObjectIdentifier(content)
        case 0x1C: return content.count % 4 == 0
        case 0x1E: return content.count % 2 == 0
        case DERTag.sequence, DERTag.set: return true
        // Every other constructed element of a universal type is none in DER, nor is a tag of zero.
        default: return value.identifier & 0xE0 != 0x20
        }
    }

    private static func isInteger(_ content: ArraySlice<UInt8>) -> Bool {
        guard let first = content.first else { return false }
        guard let second = content.dropFirst().first else { return true }
        return !(first == 0 && second & 0x80 == 0 || first == 0xFF && second & 0x80 != 0)
    }

    /// Returns whether the unused bits are zero.
    private static func isBitString(_ content: ArraySlice<UInt8>) -> Bool {
        guard let unused = content.first, unused < 8 else { return false }
        guard let last = content.dropFirst().last else { return unused == 0 }
        return last & (1 << unused - 1) == 0
    }

    /// Returns whether the octets are arcs, each of the fewest octets (X.690 §8.19.2).
    private static func isObjectIdentifier(_ content: ArraySlice<UInt8>) -> Bool {
        guard let last = content.last, last & 0x80 == 0 else { return false }
        var isFirstOfArc = true
        for octet in content {
            if isFirstOfArc, octet == 0x80 { return false }
            isFirstOfArc = octet & 0x80 == 0
        }
        return true
    }
}
