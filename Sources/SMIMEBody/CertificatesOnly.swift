public import CMS
public import MIME

/// Certificates as S/MIME carries them when nothing is signed: what a 493 answer has for its sender to encrypt with
/// (RFC 8551 §3.8, RFC 3261 §23.2).
public enum CertificatesOnly {
    /// The entity with `certificates` in it, application/pkcs7-mime with smime-type=certs-only.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for no certificate, or more than 16.
    public static func entity(
        _ certificates: [Certificate], transferEncoding: ProtectionOptions.TransferEncoding = .base64
    ) throws(SMIMEError) -> MIMEEntity {
        let der = try cms { () throws(CMSError) in try ContentInfo.der(ofCertificatesOnly: certificates) }
        return try SecuredHeader(.certificatesOnly, encoding: transferEncoding).entity(der)
    }

    /// The octets of the entity that ``entity(_:transferEncoding:)`` makes, in base64.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for no certificate, or more than 16.
    package static func document(_ certificates: [Certificate]) throws(SMIMEError) -> [UInt8] {
        try entity(certificates).octets
    }

    /// The certificates in `entity`, in its order; nil if it is something else.
    ///
    /// Who put them together is unknown: they prove nothing until they lead to a trust anchor.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)``, ``SMIMEError/unsupported(_:)`` or ``SMIMEError/tooLarge(limit:)``.
    public static func certificates(
        in entity: MIMEEntity, limits: MIMELimits = .standard
    ) throws(SMIMEError) -> [Certificate]? {
        guard case .cms(.certificatesOnly(let found)) = try SecuredBody.recognize(entity, limits: limits)
        else { return nil }
        return try certificates(found)
    }

    /// The certificates in the octets of a CMS object alone; nil if it is something else.
    ///
    /// - Throws: as ``certificates(in:limits:)``.
    public static func certificates(der: [UInt8]) throws(SMIMEError) -> [Certificate]? {
        let object = try cms { () throws(CMSError) in try ContentInfo.read(der) }
        guard case .certificatesOnly(let found) = object else { return nil }
        return try certificates(found)
    }

    /// The certificates in `entity` as ``certificates(in:limits:)`` has them; each that cannot be read says why.
    ///
    /// - Throws: as ``certificates(in:limits:)``, but not for a certificate.
    public static func readings(
        in entity: MIMEEntity, limits: MIMELimits = .standard
    ) throws(SMIMEError) -> [Result<Certificate, UnusableCertificate>]? {
        guard case .cms(.certificatesOnly(let found)) = try SecuredBody.recognize(entity, limits: limits)
        else { return nil }
        return found.map { Certificate.reading(der: $0) }
    }

    /// The same for the octets of a CMS object from a file, with at most `limit` certificates.
    ///
    /// - Throws: as ``certificates(in:limits:)``, but not for a certificate.
    public static func readings(
        der: [UInt8], limit: Int
    ) throws(SMIMEError) -> [Result<Certificate, UnusableCertificate>]? {
        let object = try cms { () throws(CMSError) in
            try ContentInfo.read(der, maximumCertificates: limit)
        }
        guard case .certificatesOnly(let found) = object else { return nil }
        return found.map { Certificate.reading(der: $0) }
    }

    private static func certificates(_ found: [[UInt8]]) throws(SMIMEError) -> [Certificate] {
        try cms { () throws(CMSError) in
            try found.map { (der) throws(CMSError) in try Certificate(der: der) }
        }
    }
}
