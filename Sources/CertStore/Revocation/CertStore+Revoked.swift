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
                try database.store(Self.isRevoked, [.text(fingerprint)]) { row in
                    if row.integer(1) == 1 || listed.contains(row.integer(0)) { revoked.insert(fingerprint) }
                }
            }
            return revoked
        }
    }

    private static let isRevoked = """
        SELECT id, CASE WHEN \(isRevokedByOwnAuthority()) THEN 1 ELSE 0 END
        FROM certificate WHERE fingerprint = ?
        """
}
