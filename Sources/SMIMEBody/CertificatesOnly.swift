public import CMS
public import MIME

/// Certificates as S/MIME carries them without a signature: a 493 answer gives its receiver the certificate
/// to encrypt with this way (RFC 8551 §3.8, RFC 3261 §23.2).
public enum CertificatesOnly {
    /// Returns the entity with `certificates` in it, application/pkcs7-mime with smime-type=certs-only.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if there are no certificates, or more than 16.
    public static func entity(
        _ certificates: [Certificate], transferEncoding: ProtectionOptions.TransferEncoding = .base64
    ) throws(SMIMEError) -> MIMEEntity {
        let der = try cms { () throws(CMSError) in try ContentInfo.der(ofCertificatesOnly: certificates) }
        return try SecuredHeader(.certificatesOnly, encoding: transferEncoding).entity(der)
    }

    /// Returns the octets of the entity that ``entity(_:transferEncoding:)`` makes, in base64.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` for no certificate, or more than 16.
    package static func document(_ certificates: [Certificate]) throws(SMIMEError) -> [UInt8] {
        try entity(certificates).octets
    }

    /// Returns the certificates in `entity`, in its order; nil if it is something else.
    ///
    /// The sender of the collection is unknown: a certificate proves nothing until a
    /// path leads to a trust anchor.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)``, ``SMIMEError/unsupported(_:)`` or
    ///   ``SMIMEError/tooLarge(limit:)``.
    public static func certificates(
        in entity: MIMEEntity, limits: MIMELimits = .standard
    ) throws(SMIMEError) -> [Certificate]? {
        guard case .cms(.certificatesOnly(let found)) = try SecuredBody.recognize(entity, limits: limits)
        else { return nil }
        return try certificates(found)
    }

    /// Returns the certificates in the octets of a bare CMS object; nil if it is something else.
    ///
    /// - Throws: as ``certificates(in:limits:)``.
    public static func certificates(der: [UInt8]) throws(SMIMEError) -> [Certificate]? {
        let object = try cms { () throws(CMSError) in try ContentInfo.read(der) }
        guard case .certificatesOnly(let found) = object else { return nil }
        return try certificates(found)
    }

    /// Returns the certificates in `entity` as ``certificates(in:limits:)`` does, with the error in place
    /// of each that cannot be read.
    ///
    /// - Throws: as ``certificates(in:limits:)``, except for a single certificate.
    public static func readings(
        in entity: MIMEEntity, limits: MIMELimits = .standard
    ) throws(SMIMEError) -> [Result<Certificate, UnusableCertificate>]? {
        guard case .cms(.certificatesOnly(let found)) = try SecuredBody.recognize(entity, limits: limits)
        else { return nil }
        return found.map { Certificate.reading(der: $0) }
    }

    /// Returns the same for the octets of a CMS object from a file, with at most `limit` certificates.
    ///
    /// - Throws: as ``certificates(in:limits:)``, except for a single certificate.
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
