public import CMS
import FoundationEssentials

extension CertStore {
    /// Returns the revocation for compromise of a certificate's key; nil if there is none.
    ///
    /// Such a key is never certified again, whichever of its certificates was revoked for keyCompromise, by
    /// the store's own authority or by another one whose CRL was imported, and whether or not that
    /// certificate is still in the store.
    public func compromise(ofKeyIn certificate: Certificate) throws(CertStoreError) -> RevokedCertificate? {
        let bits = certificate.publicKeyBits
        return try knownRevocations().compromisedKeys.first { $0.publicKey == bits }?.revocation
    }

    /// Returns what paths must be checked against: the CRLs of ``revocationLists()``, and the keys that were
    /// revoked for keyCompromise.
    ///
    /// One statement, because preparing one takes a short process longer than running it.
    public func knownRevocations() throws(CertStoreError) -> (
        lists: [RevocationList], compromisedKeys: [CompromisedKey]
    ) {
        try read { (database) throws(CertStoreError) in
            var keys: [CompromisedKey] = []
            var lists: [[UInt8]] = []
            try database.store(Self.ofRevocations) { row in
                if row.isNull(2) {
                    lists.append(row.octets(1))
                } else {
                    keys.append(
                        CompromisedKey(
                            publicKey: row.octets(1),
                            revocation: RevokedCertificate(
                                serialNumber: row.text(2),
                                revokedAt: Date(timeIntervalSince1970: Double(row.integer(0))),
                                reason: .keyCompromise)))
                }
            }
            do throws(CMSError) {
                return (try lists.map { (der) throws(CMSError) in try RevocationList(der: der) }, keys)
            } catch {
                throw .cryptography(error)
            }
        }
    }

    /// Returns the unrevoked certificates of the store's own authority for the key of a certificate.
    public func unrevoked(withKeyOf certificate: Certificate) throws(CertStoreError) -> [Certificate] {
        let own = try ownAuthorities().map(\.certificate)
        guard !own.isEmpty else { throw .noAuthority }
        guard let identifier = certificate.facts.subjectKeyIdentifier else { return [] }
        var unrevoked: [Certificate] = []
        for holder in try certificates(identifiedBy: .subjectKeyIdentifier(identifier)).map(\.certificate)
        where own.contains(where: holder.isIssued) {
            if try revocation(ofSerialNumber: holder.facts.serialNumber) == nil { unrevoked.append(holder) }
        }
        return unrevoked
    }

    private static let ofRevocations = """
        SELECT id, der, NULL FROM revocation_list
        UNION ALL SELECT revoked_at, public_key, serial FROM compromised_key ORDER BY 3, 1
        """
}

extension Database {
    /// Remembers for ever that a key was revoked for keyCompromise; of several dates the earliest.
    func rememberCompromise(
        of certificate: Certificate, _ revocation: RevokedCertificate
    ) throws(CertStoreError) {
        try store(
            """
            INSERT INTO compromised_key (public_key, serial, revoked_at) VALUES (?, ?, ?)
            ON CONFLICT (public_key) DO UPDATE SET serial = excluded.serial, revoked_at = excluded.revoked_at
            WHERE excluded.revoked_at < compromised_key.revoked_at
            """,
            [
                .octets(certificate.publicKeyBits), .text(revocation.serialNumber),
                .integer(Int64(revocation.revokedAt.timeIntervalSince1970)),
            ])
    }

    /// Remembers the keys of certificates in the store that the own authority, or a CRL of another, revokes
    /// for keyCompromise.
    func rememberListedCompromises() throws(CertStoreError) {
        try rememberRevokedCompromises()
        let latest = try integer("SELECT max(this_update) FROM revocation_list HAVING count(*) > 0")
        guard let latest else { return }
        let listed = try ListedRevocations(
            in: self, exceptThoseOf: ownAuthorities().map(\.certificate),
            at: Date(timeIntervalSince1970: Double(latest)))
        for (certificate, revocation) in listed.compromises {
            try rememberCompromise(of: certificate, revocation)
        }
    }

    /// Remembers the keys of the certificates here that the own authority has revoked for keyCompromise.
    ///
    /// A CRL may revoke a certificate that is filed only later.
    func rememberRevokedCompromises() throws(CertStoreError) {
        var rows: [(der: [UInt8], revokedAt: Int64)] = []
        try store(
            "SELECT der, revoked_at FROM \(Self.compromised) AND NOT \(CertStore.hasCompromisedKey())"
        ) { rows.append(($0.octets(0), $0.integer(1))) }
        guard !rows.isEmpty else { return }
        let own = try ownAuthorities().map(\.certificate)
        for row in rows {
            let certificate = try CertStore.certificate(row.der)
            // Issuer and serial number can be copied, together with the key of another certificate.
            guard own.contains(where: certificate.isIssued) else { continue }
            let revocation = RevokedCertificate(
                serialNumber: certificate.facts.serialNumber,
                revokedAt: Date(timeIntervalSince1970: Double(row.revokedAt)), reason: .keyCompromise)
            try rememberCompromise(of: certificate, revocation)
        }
    }

    /// Returns the serial numbers of certificates here that the own authority has revoked for keyCompromise,
    /// although the store has forgotten their keys.
    func forgottenCompromises() throws(CertStoreError) -> [String] {
        var serialNumbers: [String] = []
        try store(
            "SELECT certificate.serial FROM \(Self.compromised) AND NOT \(CertStore.hasCompromisedKey())"
        ) { serialNumbers.append($0.text(0)) }
        return serialNumbers.sorted()
    }

    /// The certificates here that the own authority has revoked for keyCompromise.
    private static var compromised: String {
        """
        revocation JOIN authority ON authority.id = revocation.authority
        JOIN certificate ON certificate.serial = revocation.serial AND certificate.issuer = authority.name
        WHERE reason = \(RevocationReason.keyCompromise.rawValue)
        """
    }
}

extension CertStore {
    /// Returns the condition that the key of a certificate is compromised; `alias` names its row of
    /// `certificate`.
    ///
    /// The rows have no column for it: few stores have such keys, and without any nothing is searched.
    static func hasCompromisedKey(_ alias: String = "certificate") -> String {
        "EXISTS (SELECT 1 FROM compromised_key WHERE instr(\(alias).der, compromised_key.public_key) > 0)"
    }
}
