import struct FoundationEssentials.Date

/// The signed attributes of a SignerInfo (RFC 5652 §5.3, §11): their DER, and what decisions depend on.
struct SignedAttributes {
    /// DER of the SET OF attributes, which the signature covers.
    let der: [UInt8]
    /// The signing time the signer claims; nil when absent.
    let signingTime: Date?
    /// The digest of the content; nil if it is not an OCTET STRING, and never matches.
    let messageDigest: [UInt8]?
    /// The signer's certificate, once for each attribute that names it.
    let signingCertificates: [SigningCertificate]
    /// The algorithms that the signer protects; nil when absent.
    let algorithmProtection: AlgorithmProtection?
    /// Whether there is a countersignature, which must be an unsigned attribute (RFC 5652 §11.4).
    let hasCountersignature: Bool

    /// Reads the attributes of `set`.
    ///
    /// Content type and message digest are required, and the type must be data: libcrypto compares
    /// the digest but not the type, so that a signature over other content could count as one over a
    /// MIME entity. RFC 5652 §11.1.
    init(_ set: DERElement) throws(CMSError) {
        let attributes = try SignedAttribute.all(in: set.content)
        var der: [UInt8] = []
        let count = attributes.indices.reduce(0) { $0 + attributes[$1].octets.count }
        der.reserveCapacity(DERWriter.octets(around: count))
        DERWriter.appendHeader(DERTag.set, count: count, to: &der)
        for index in attributes.indices { der += attributes[index].octets }
        self.der = der
        func value(_ type: ObjectIdentifier) throws(CMSError) -> DERElement? {
            // By index: an iterator would copy every attribute.
            guard let index = attributes.indices.first(where: { attributes[$0].type == type }) else {
                return nil
            }
            guard let value = attributes[index].value else { throw .malformed(.signedAttributes) }
            return value
        }
        guard let contentType = try value(.contentType), contentType.identifier == DERTag.objectIdentifier,
            ObjectIdentifier(contentType.content) == .data, let digest = try value(.messageDigest)
        else { throw .malformed(.signedAttributes) }
        messageDigest = digest.identifier == DERTag.octetString ? [UInt8](digest.content) : nil
        var named: [SigningCertificate] = []
        if let value = try value(.signingCertificate) {
            named.append(try SigningCertificate(value, isSecondVersion: false))
        }
        if let value = try value(.signingCertificateV2) {
            named.append(try SigningCertificate(value, isSecondVersion: true))
        }
        signingCertificates = named
        signingTime = try value(.signingTime).map { (time) throws(CMSError) in
            if let instant = DERTime.instant(ofUTCTime: time) { return instant }
            return try date(ofTime: [UInt8](time.octets))
        }
        algorithmProtection = try value(.algorithmProtection).map { (value) throws(CMSError) in
            try AlgorithmProtection(value)
        }
        // libcrypto refuses a second value (RFC 2634 §2.7).
        _ = try value(.receiptRequest)
        hasCountersignature = attributes.indices.contains { attributes[$0].type == .countersignature }
    }
}
