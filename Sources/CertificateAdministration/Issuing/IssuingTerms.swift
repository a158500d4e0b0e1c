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
