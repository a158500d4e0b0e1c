import CMS

extension StoreMigration {
    /// Lets the store's own authority have several keys, one after the other, each with its revocations, and
    /// lets the store remember compromised keys.
    static func addAuthorityKeys(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(
            """
            ALTER TABLE authority RENAME TO authority_6; ALTER TABLE revocation RENAME TO revocation_6;
            \(StoreSchema.authority(dialect))
            \(StoreSchema.compromisedKeys(dialect))
            INSERT INTO authority (id, certificate, name, crl_number)
            SELECT authority_6.id, certificate.id, certificate.issuer, authority_6.crl_number
            FROM authority_6 JOIN certificate ON certificate.id = authority_6.certificate;
            INSERT INTO revocation (serial, authority, revoked_at, reason, not_after, listed_after_end)
            SELECT serial, authority_6.id, revoked_at, reason, not_after, listed_after_end
            FROM revocation_6, authority_6;
            DROP TABLE revocation_6; DROP TABLE authority_6;
            """)
        try database.rememberListedCompromises()
        guard let own = try database.ownAuthorities().first else { return }
        try database.store(
            "UPDATE authority SET domain = ?",
            [own.certificate.testAuthorityDomain.map { .text($0) } ?? .null])
        try signFirstList(of: own, in: database)
    }

    /// Adds the column that withholds the keys of a copied, imported or exported authority.
    static func addAuthorityUse(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(
            "ALTER TABLE authority ADD COLUMN use_state \(dialect.integer) NOT NULL DEFAULT 0")
    }

    /// Issues the first CRL of the own authority of a store of version 1, which is empty, so that no warning
    /// about a missing one appears; if its key is encrypted, the first use of it that needs a CRL issues one.
    private static func signFirstList(
        of own: OwnAuthority, in database: any Database
    ) throws(CertStoreError) {
        guard try CertStore.protection(database) == .none,
            try database.lists(signedBy: [own.certificate]).isEmpty
        else { return }
        var octets: SecretOctets?
        try database.store(
            "SELECT octets FROM private_key JOIN certificate ON certificate.private_key = private_key.id "
                + "WHERE fingerprint = ?", [.text(own.certificate.fingerprint)]
        ) { octets = $0.secret(0) }
        guard let octets,
            let key = try? PrivateKey(der: octets, algorithm: own.certificate.facts.key),
            let authority = try? CertificateAuthority(certificate: own.certificate, key: key)
        else { return }
        try database.signOwnList(own, by: authority, numberedAt: own.certificate.facts.notBefore)
    }
}
