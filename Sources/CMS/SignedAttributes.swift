import struct FoundationEssentials.Date

/// The signed attributes of a SignerInfo (RFC 5652 §5.3, §11) that decisions depend on.
struct SignedAttributes {
    /// The signing time the signer claims; nil when absent.
    let signingTime: Date?
    /// The digest of the content; nil if it is not one OCTET STRING, which only libcrypto reads.
    let messageDigest: [UInt8]?
    /// The signer's certificate, once for each attribute that names it.
    let signingCertificates: [SigningCertificate]

    private static let maximumCount = 32
    private static let single: [ObjectIdentifier] = [
        .contentType, .messageDigest, .signingTime, .signingCertificate, .signingCertificateV2,
    ]

    /// Reads the attributes of `set`.
    ///
    /// Content type and message digest are required, and the type must be data: libcrypto compares
    /// the digest but not the type, so that a signature over other content could count as one over a
    /// MIME entity. RFC 5652 §11.1.
    init(_ set: DERElement) throws(CMSError) {
        // In a short process, instantiating a dictionary type costs more than all searches in these few.
        var values: [(type: ObjectIdentifier, value: DERElement)] = []
        func value(_ type: ObjectIdentifier) -> DERElement? { values.first { $0.type == type }?.value }
        var reader = set.reader(for: .signedAttributes)
        var count = 0
        while !reader.isAtEnd {
            count += 1
            guard count <= Self.maximumCount else {
                throw .tooMany(.signedAttributes, limit: Self.maximumCount)
            }
            var attribute = try reader.next(DERTag.sequence).reader(for: .signedAttributes)
            let type = ObjectIdentifier(try attribute.next(DERTag.objectIdentifier).content)
            var members = try attribute.next(DERTag.set).reader(for: .signedAttributes)
            try attribute.finish()
            guard Self.single.contains(type) else { continue }
            guard value(type) == nil else { throw .malformed(.signedAttributes) }
            values.append((type, try members.next()))
            try members.finish()
        }
        guard let contentType = value(.contentType), contentType.identifier == DERTag.objectIdentifier,
            ObjectIdentifier(contentType.content) == .data, let digest = value(.messageDigest)
        else { throw .malformed(.signedAttributes) }
        messageDigest = digest.identifier == DERTag.octetString ? [UInt8](digest.content) : nil
        var named: [SigningCertificate] = []
        for (type, isSecondVersion) in [
            (ObjectIdentifier.signingCertificate, false), (.signingCertificateV2, true),
        ] {
            guard let value = value(type) else { continue }
            named.append(try SigningCertificate(value, isSecondVersion: isSecondVersion))
        }
        signingCertificates = named
        signingTime = try value(.signingTime).map { (time) throws(CMSError) in
            try date(ofTime: [UInt8](time.octets))
        }
    }
}
