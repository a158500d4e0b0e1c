public import CMS

public import struct FoundationEssentials.Date

extension CertStore {
    /// The fingerprints of those among some certificates that their issuers revoked, as far as the store knows: its own
    /// authority, or one whose revocation list in the store names them.
    ///
    /// Returns what ``CertificateEntry/isRevoked`` says as of `instant`, without reading all other certificates.
    public func revokedFingerprints(
        among certificates: [Certificate], at instant: Date
    ) throws(CertStoreError) -> Set<String> {
        try readAtOnce { (database) throws(CertStoreError) in
            let own = try database.ownAuthority()
            let listed = try ListedRevocations(in: database, besidesThatOf: own, at: instant)
            let issuer = DatabaseValue.octets(own?.facts.subjectDER ?? [])
            var revoked: Set<String> = []
            for fingerprint in certificates.map(\.fingerprint) {
                try database.store(Self.isRevoked, [issuer, .text(fingerprint)]) { row in
                    if row.integer(1) == 1 || listed.contains(row.integer(0)) { revoked.insert(fingerprint) }
                }
            }
            return revoked
        }
    }

    private static let isRevoked = """
        SELECT id, CASE WHEN issuer = ? AND EXISTS (SELECT 1 FROM revocation WHERE serial = certificate.serial)
        THEN 1 ELSE 0 END FROM certificate WHERE fingerprint = ?
        """
}
