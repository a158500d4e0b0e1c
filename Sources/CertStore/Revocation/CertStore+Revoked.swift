public import CMS

public import struct FoundationEssentials.Date

extension CertStore {
    /// Returns the fingerprints of the revoked ones among some certificates, as far as the store knows:
    /// revoked by its own authority, or by one whose CRL in the store lists them.
    ///
    /// The result is that of ``CertificateEntry/isRevoked`` as of `instant`, without
    /// reading all other certificates.
    public func revokedFingerprints(
        among certificates: [Certificate], at instant: Date
    ) throws(CertStoreError) -> Set<String> {
        try readSnapshot { (database) throws(CertStoreError) in
            let own = try database.ownAuthorities().map(\.certificate)
            let listed = try ListedRevocations(in: database, exceptThoseOf: own, at: instant)
            var revoked: Set<String> = []
            for fingerprint in certificates.map(\.fingerprint) {
                try database.store(Self.ofRevoked, [.text(fingerprint)]) { row in
                    if row.integer(1) == 1 || listed.contains(row.integer(0)) { revoked.insert(fingerprint) }
                }
            }
            return revoked
        }
    }

    /// Returns the revocation of a certificate as of `instant`, with date and reason: by the store's own
    /// authority, by a CRL in the store, or because its key is compromised; nil if it is not revoked.
    ///
    /// It agrees with ``revokedFingerprints(among:at:)``.
    public func revocation(
        of certificate: Certificate, at instant: Date
    ) throws(CertStoreError) -> RevokedCertificate? {
        let own = try ownAuthorities().first { certificate.isIssued(by: $0.certificate) }
        let revoked = try read { (database) throws(CertStoreError) in
            try database.revocation(of: certificate.facts.serialNumber, by: own)
        }
        if let revoked { return revoked }
        let (trusted, intermediates) = try pathCertificates()
        let known = try knownRevocations()
        do throws(CMSError) {
            let anchors = try TrustAnchors(
                trusted, intermediates: intermediates, revocationLists: known.lists,
                compromisedKeys: known.compromisedKeys)
            return anchors.revocation(of: certificate, at: instant)
        } catch {
            throw .cryptography(error)
        }
    }

    private static let ofRevoked = """
        SELECT id, CASE WHEN \(isRevoked()) THEN 1 ELSE 0 END
        FROM certificate WHERE fingerprint = ?
        """
}
