public import CMS
public import CertStore
public import FoundationEssentials

/// The validity of certificates that the CA of a store issues, and the passphrase of its key.
public struct IssuingTerms: Sendable {
    /// The days of validity; nil for a year, or for all of ``LongValidity/whole``.
    public let days: Int?
    /// Whether the certificates are for tests with published keys.
    public let isLong: Bool
    /// The instant of issuing.
    public let instant: Date
    /// The passphrase of the store's private keys.
    public let passphrase: SecretOctets?

    /// Creates terms from their parts.
    public init(days: Int? = nil, isLong: Bool = false, at instant: Date, passphrase: SecretOctets? = nil) {
        self.days = days
        self.isLong = isLong
        self.instant = instant
        self.passphrase = passphrase
    }

    /// Returns the CA of the store, ready to issue, and the validity under it.
    ///
    /// - Throws: ``AdministrationError/store(_:)`` if there is no CA or its key cannot be decrypted, or
    ///   ``AdministrationError/validity(_:)``.
    public func authority(
        of database: CertStore
    ) throws(AdministrationError) -> (authority: CertificateAuthority, validity: CertificateValidity) {
        let authority = try storing(database.authority(passphrase: passphrase))
        return (authority, try validity(issuedBy: authority.certificate))
    }

    func validity(issuedBy issuer: Certificate? = nil) throws(AdministrationError) -> CertificateValidity {
        do {
            return try LongValidity.validity(days: days, isLong: isLong, from: instant, issuedBy: issuer)
        } catch {
            throw .validity(error)
        }
    }
}

extension CertStore {
    /// Creates the test CA of the store for a domain, valid for ten years; if it is long, as long as
    /// test CAs with published keys.
    ///
    /// - Throws: ``AdministrationError/validity(_:)``, ``AdministrationError/cryptography(_:)``, or
    ///   ``AdministrationError/store(_:)`` with ``CertStoreError/authorityExists`` if there is one.
    public func makeAuthority(
        forDomain domain: String, key: KeyAlgorithm, isLong: Bool = false, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> Certificate {
        // Ten years, of which two or three have a leap day.
        let terms = IssuingTerms(days: isLong ? nil : 3652, isLong: isLong, at: instant)
        let profile = CertificateProfile.testAuthority(domain: domain, keys: isLong ? .published : .secret)
        let validity = try terms.validity()
        let authority = try encoding(CertificateAuthority.make(profile, key: key, validity: validity))
        try storing(adopt(authority, passphrase: passphrase))
        return authority.certificate
    }

    /// Returns the private key of the store's CA, only if it was created for publication.
    ///
    /// - Throws: ``AdministrationError/selection(_:)`` with ``SelectionError/keyNotPublished``, or
    ///   ``AdministrationError/store(_:)``.
    public func publishedAuthorityKey(
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> PrivateKey {
        let certificate = try storing(authorityCertificate())
        guard certificate.isTestAuthorityWithPublishedKeys else { throw .selection(.keyNotPublished) }
        return try storing(privateKey(of: certificate, passphrase: passphrase))
    }
}
