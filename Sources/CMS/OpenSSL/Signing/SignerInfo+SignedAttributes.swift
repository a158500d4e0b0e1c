import CCrypto

extension SignerInfo {
    /// Returns the signed attributes in the encoding that the signature is verified
    /// over; nil if there are none.
    ///
    /// libcrypto decodes each attribute and encodes it again before it verifies, so that one signature is
    /// valid for several encodings: a message digest in pieces, the values of an attribute in another order.
    /// This function returns the same octets for all of them, with the attributes in the order received,
    /// which a signature does cover.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` for an invalid attribute. RFC 5652 §5.4.
    public func verifiedAttributes() throws(CMSError) -> [UInt8]? {
        guard let signedAttributes else { return nil }
        var outer = DERReader(signedAttributes[...], structure: .signedAttributes)
        var reader = try outer.next(DERTag.set).reader(for: .signedAttributes)
        var attributes: [ArraySlice<UInt8>] = []
        while !reader.isAtEnd {
            attributes.append(try Self.reencoded([UInt8](reader.next(DERTag.sequence).octets))[...])
        }
        return DERWriter.element(DERTag.set, attributes)
    }

    private static func reencoded(_ attribute: [UInt8]) throws(CMSError) -> [UInt8] {
        let decoded = unsafe attribute.withUnsafeBufferPointer { buffer in
            var position = buffer.baseAddress
            return unsafe d2i_X509_ATTRIBUTE(nil, &position, buffer.count)
        }
        guard let decoded = unsafe decoded else {
            ERR_clear_error()
            throw .malformed(.signedAttributes)
        }
        defer { unsafe X509_ATTRIBUTE_free(decoded) }
        return try unsafe encoded("i2d_X509_ATTRIBUTE") { unsafe i2d_X509_ATTRIBUTE(decoded, $0) }
    }
}
