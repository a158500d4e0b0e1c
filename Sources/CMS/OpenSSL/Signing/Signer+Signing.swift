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
        let contentDigest = try digest.value(of: content)
        let attributes = try signedAttributes(contentDigest, signingTime: signingTime)
        let signature = try contexts.sign(attributes)
        return template.der(
            content: form == .opaque ? content : nil, attributes: attributes, signature: signature)
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
