public import CMS
public import CertStore
public import FoundationEssentials

extension CertStore {
    /// The days of validity of a test CA by default: ten years, of which two or three have a leap day.
    public static let authorityDays = 3652

    /// Creates the test CA of the store for a domain, valid for `days`, ten years if nil; if it is long, as
    /// long as test CAs with published keys.
    ///
    /// - Throws: ``AdministrationError/validity(_:)``, ``AdministrationError/cryptography(_:)``, or
    ///   ``AdministrationError/store(_:)`` with ``CertStoreError/authorityExists`` if there is one.
    public func makeAuthority(
        forDomain domain: String, key: KeyAlgorithm, days: Int? = nil, isLong: Bool = false,
        at instant: Date, passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> Certificate {
        let profile = CertificateProfile.testAuthority(domain: domain, keys: isLong ? .published : .secret)
        let validity = try Self.validity(days: days, isLong: isLong, at: instant)
        let authority = try encoding(CertificateAuthority.make(profile, key: key, validity: validity))
        try storing(adopt(authority, domain: domain, passphrase: passphrase))
        return authority.certificate
    }

    /// Issues a new certificate for the current key of the store's CA, with the same name, and trusts it.
    ///
    /// - Throws: as ``makeAuthority(forDomain:key:days:isLong:at:passphrase:)``, or
    ///   ``AdministrationError/store(_:)`` with ``CertStoreError/noAuthority``.
    public func renewAuthority(
        days: Int? = nil, at instant: Date, passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> Certificate {
        let authority = try storing(authority(passphrase: passphrase))
        let isLong = authority.certificate.isTestAuthorityWithPublishedKeys
        let validity = try Self.validity(days: days, isLong: isLong, at: instant)
        let renewed = try encoding(authority.renewed(validity: validity))
        try storing(renew(renewed))
        return renewed.certificate
    }

    /// Replaces the key of the store's CA by a new one, of the same kind if `key` is nil, whose name has a
    /// number; see ``CertStore/rotate(_:to:at:isCompromised:passphrase:)``.
    ///
    /// - Returns: the former certificate and the new one.
    /// - Throws: as ``renewAuthority(days:at:passphrase:)``.
    public func rotateAuthority(
        key: KeyAlgorithm? = nil, days: Int? = nil, isCompromised: Bool = false, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> (former: Certificate, next: Certificate) {
        let all = try storing(ownAuthorities())
        guard let former = all.first else { throw .store(.noAuthority) }
        let isLong = former.certificate.isTestAuthorityWithPublishedKeys
        let profile = CertificateProfile.testAuthority(
            domain: former.domain, keys: isLong ? .published : .secret, number: all.count + 1)
        let validity = try Self.validity(days: days, isLong: isLong, at: instant)
        let next = try encoding(
            CertificateAuthority.make(
                profile, key: key ?? former.certificate.facts.key, validity: validity))
        try storing(
            rotate(
                former, to: next, at: instant, isCompromised: isCompromised, passphrase: passphrase))
        return (former.certificate, next.certificate)
    }

    private static func validity(
        days: Int?, isLong: Bool, at instant: Date
    ) throws(AdministrationError) -> CertificateValidity {
        try IssuingTerms(days: days ?? (isLong ? nil : authorityDays), isLong: isLong, at: instant)
            .validity()
    }

    /// Returns PEM of the certificates of the store's CA that are trust anchors, the current one first.
    ///
    /// - Throws: ``AdministrationError/store(_:)`` with ``CertStoreError/noAuthority`` if there is none.
    public func authorityAnchors() throws(AdministrationError) -> [UInt8] {
        let all = try storing(ownAuthorities())
        guard !all.isEmpty else { throw .store(.noAuthority) }
        var text: [UInt8] = []
        for own in all where own.isTrusted { text += try encoding(own.certificate.pem()) }
        return text
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
