public import struct FoundationEssentials.Date

/// A certification authority that can issue: its certificate and its private key.
public struct CertificateAuthority: Sendable {
    /// The authority's own certificate.
    public let certificate: Certificate
    /// The key that signs certificates and CRLs.
    public let key: PrivateKey
    let signing: SigningContexts

    /// Creates an authority from its certificate and key.
    ///
    /// - Throws: ``CMSError/keyDoesNotMatchCertificate`` if they do not belong together.
    public init(certificate: Certificate, key: PrivateKey) throws(CMSError) {
        guard key.matches(certificate) else { throw .keyDoesNotMatchCertificate }
        self.certificate = certificate
        self.key = key
        signing = SigningContexts(key)
    }

    /// Creates a new authority, which signs its own certificate.
    ///
    /// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` for an unsupported kind of key,
    ///   ``CMSError/openSSL(_:)`` if libcrypto fails. RFC 5280 §3.2.
    public static func make(
        _ profile: CertificateProfile, key algorithm: KeyAlgorithm, validity: CertificateValidity
    ) throws(CMSError) -> CertificateAuthority {
        let key = try PrivateKey.generate(algorithm)
        let issued = try certificate(
            profile, for: key.publicKey, validity: validity, issuer: nil, signedBy: SigningContexts(key))
        return try CertificateAuthority(certificate: Certificate(der: issued.der), key: key)
    }

    /// Returns this authority with a new certificate for the same key and name, so that certificates issued
    /// before stay valid under it.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails. RFC 5280 §3.2.
    public func renewed(validity: CertificateValidity) throws(CMSError) -> CertificateAuthority {
        let issued = try Self.certificate(
            .testAuthority(domain: nil, keys: .secret), for: key.publicKey, validity: validity, issuer: nil,
            signedBy: signing, inPlaceOf: certificate)
        return try CertificateAuthority(certificate: Certificate(der: issued.der), key: key)
    }

    /// Issues a certificate for the public half of `key`.
    ///
    /// - Throws: as ``issue(_:for:validity:)-(_,PublicKey,_)``.
    public func issue(
        _ profile: CertificateProfile, for key: PrivateKey, validity: CertificateValidity
    ) throws(CMSError) -> Certificate {
        try issue(profile, for: key.publicKey, validity: validity)
    }

    /// Issues a certificate for a key, for instance that of a request; `profile`
    /// determines everything else in it.
    ///
    /// - Throws: ``CMSError/expired(_:at:)`` if the authority has expired when the certificate becomes valid,
    ///   ``CMSError/outlivesIssuer(notAfter:)`` if the certificate would be valid longer than the authority
    ///   itself, ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func issue(
        _ profile: CertificateProfile, for key: PublicKey, validity: CertificateValidity
    ) throws(CMSError) -> Certificate {
        try Certificate(der: issueWithoutDecoding(profile, for: key, validity: validity).der)
    }

    /// Issues a certificate without decoding it afterwards, which takes longer than issuing it.
    ///
    /// - Throws: as ``issue(_:for:validity:)-(_,PublicKey,_)``.
    public func issueWithoutDecoding(
        _ profile: CertificateProfile, for key: PublicKey, validity: CertificateValidity
    ) throws(CMSError) -> IssuedCertificate {
        guard validity.notBefore < certificate.facts.notAfter else {
            throw .expired(certificate, at: validity.notBefore)
        }
        guard validity.notAfter <= certificate.facts.notAfter else {
            throw .outlivesIssuer(notAfter: certificate.facts.notAfter)
        }
        return try Self.certificate(
            profile, for: key, validity: validity, issuer: certificate, signedBy: signing)
    }
}

/// The first and the last instant at which a certificate is valid, in whole seconds.
public struct CertificateValidity: Sendable, Equatable {
    /// First instant of validity.
    public let notBefore: Date
    /// Last instant of validity.
    public let notAfter: Date

    /// Creates the validity from an instant for a number of days, the last second
    /// included (RFC 5280 §4.1.2.5).
    public init(from notBefore: Date, days: Int) {
        let start = notBefore.timeIntervalSince1970.rounded(.down)
        self.notBefore = Date(timeIntervalSince1970: start)
        self.notAfter = Date(timeIntervalSince1970: start + Double(days) * 86_400 - 1)
    }

    /// Creates the validity between two instants.
    public init(from notBefore: Date, to notAfter: Date) {
        self.notBefore = Date(timeIntervalSince1970: notBefore.timeIntervalSince1970.rounded(.down))
        self.notAfter = Date(timeIntervalSince1970: notAfter.timeIntervalSince1970.rounded(.down))
    }
}
