public import struct FoundationEssentials.Date

extension Signer {
    /// Signs `content`, octet for octet, and returns DER of the SignedData (RFC 5652 §5).
    ///
    /// The digest is ``Signer/digest``; the signed attributes are content type, message digest,
    /// `signingTime`, SMIMECapabilities and signingCertificateV2 (RFC 8551 §2.5, RFC 5035 §3).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails, or `signingTime` is
    ///   not within the years 0 to 9999.
    public func sign(_ content: [UInt8], form: Form, signingTime: Date) throws(CMSError) -> [UInt8] {
        let parts = try signedParts(content, form: form, signingTime: signingTime)
        var octets: [UInt8] = []
        octets.reserveCapacity(parts.reduce(0) { $0 + $1.count })
        for part in parts { octets += part }
        return octets
    }

    /// Returns the same in parts, to be joined: the content among them, which may be large, is not copied.
    ///
    /// - Throws: as ``sign(_:form:signingTime:)``.
    package func signedParts(
        _ content: [UInt8], form: Form, signingTime: Date
    ) throws(CMSError) -> [ArraySlice<UInt8>] {
        let contentDigest = try digest.value(of: content)
        let attributes = try signedAttributes(contentDigest, signingTime: signingTime)
        let signature = try contexts.sign(attributes)
        let isInside = form == .opaque
        let (beginning, end) = template.der(
            aroundContentOf: isInside ? content.count : nil, attributes: attributes, signature: signature)
        return isInside ? [beginning[...], content[...], end[...]] : [beginning[...], end[...]]
    }

    private func signedAttributes(
        _ contentDigest: [UInt8], signingTime: Date
    ) throws(CMSError) -> [UInt8] {
        let time = try encodedTime(signingTime)
        // Before 1950 and after 2049 it is a GeneralizedTime, which is longer (RFC 5652 §11.3).
        let template =
            time.count == attributes.timeOctets
            ? attributes
            : SignedAttributesTemplate(
                signer: certificate, encryption: encryptionCertificate, digest: digest,
                timeOctets: time.count)
        return template.filled(digest: contentDigest, time: time)
    }
}
