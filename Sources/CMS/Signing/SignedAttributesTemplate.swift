/// The signed attributes of one signer's messages in DER, in which only digest and signing time differ
/// (RFC 8551 §2.5, §2.5.2).
///
/// Their lengths do not, so that neither does their order.
struct SignedAttributesTemplate: Sendable {
    private var octets: [UInt8]
    private var digestPosition = 0
    private var timePosition = 0
    /// The octets of a time, as DER.
    let timeOctets: Int

    /// Creates the template of a time of this many octets, as DER; `encryption` is the certificate of the
    /// signer's key for encryption, if that is another one.
    init(signer: Certificate, encryption: Certificate?, digest: DigestAlgorithm, timeOctets: Int) {
        self.timeOctets = timeOctets
        let noTime = [UInt8](repeating: 0, count: timeOctets)
        let noDigest = [UInt8](repeating: 0, count: digest.octets)
        let stated = Self.attribute(.messageDigest, DERWriter.octetString(noDigest))
        let time = Self.attribute(.signingTime, noTime)
        var attributes = [
            Self.attribute(.contentType, DERWriter.objectIdentifier(.data)), time, stated,
            Self.attribute(.capabilities, SMIMECapabilities.own.der),
            Self.attribute(.signingCertificateV2, Self.signingCertificate(signer)),
        ]
        if let encryption {
            attributes.append(Self.attribute(.encryptionKeyPreference, Self.preference(encryption)))
        }
        attributes.sort { $0.lexicographicallyPrecedes($1) }
        octets = DERWriter.element(DERTag.set, attributes.map { $0[...] })
        var end = octets.count - attributes.reduce(0) { $0 + $1.count }
        for attribute in attributes {
            end += attribute.count
            // Both values are the last octets of their attributes.
            if attribute == stated { digestPosition = end - digest.octets }
            if attribute == time { timePosition = end - timeOctets }
        }
    }

    /// Returns the SET OF attributes with a digest and a time of these lengths.
    func filled(digest: [UInt8], time: [UInt8]) -> [UInt8] {
        var octets = octets
        octets.replaceSubrange(digestPosition..<digestPosition + digest.count, with: digest)
        octets.replaceSubrange(timePosition..<timePosition + timeOctets, with: time)
        return octets
    }

    /// An attribute with one value (RFC 5652 §5.3).
    private static func attribute(_ type: ObjectIdentifier, _ value: [UInt8]) -> [UInt8] {
        DERWriter.sequence(DERWriter.objectIdentifier(type), DERWriter.setOf([value]))
    }

    /// SMIMEEncryptionKeyPreference: `[0] IMPLICIT IssuerAndSerialNumber` (RFC 8551 §2.5.3).
    private static func preference(_ certificate: Certificate) -> [UInt8] {
        DERWriter.replacingTag(of: certificate.issuerAndSerialNumber, by: DERTag.constructed(0))
    }

    /// SigningCertificateV2 with the SHA-256 of the certificate, whose identifier is the default; the
    /// SignerInfo has issuer and serial number (RFC 5035 §3, §5.4.1.1).
    private static func signingCertificate(_ certificate: Certificate) -> [UInt8] {
        let hash = DERWriter.octetString(SHA256.digest(of: certificate.der))
        return DERWriter.sequence(DERWriter.sequence(DERWriter.sequence(hash)))
    }
}
