import CMS

/// Migrates a store of an earlier version to the tables of this one.
///
/// All missing steps are one transaction: it has the old tables or the new ones. If several processes open it
/// at once, one migrates and the others find it done.
enum StoreMigration {
    /// Applies the missing steps; none if the store has this version already.
    static func bringUpToDate(_ database: any Database, path: String) throws(CertStoreError) {
        // The header of the file may be older than the log, which SQLite has read by now.
        guard try version(of: database, path: path) < StoreSchema.version else { return }
        try database.transaction(.writing) { () throws(CertStoreError) in
            try applyChanges(to: database, .sqlite, from: try version(of: database, path: path))
            try database.executeStore("PRAGMA user_version = \(StoreSchema.version)")
        }
        // Earlier programs must see the new version in the header at once, not when the log is written back.
        try database.store("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    /// Applies each missing step of a version, in order; the caller writes the new version.
    static func applyChanges(
        to database: any Database, _ dialect: StoreSchema.Dialect, from version: Int
    ) throws(CertStoreError) {
        var version = version
        for change in StoreSchema.changes where change.from == version {
            try change.apply(database, dialect)
            version = change.to
        }
    }

    private static func version(
        of database: any Database, path: String
    ) throws(CertStoreError) -> Int {
        var version = 0
        try database.store("PRAGMA user_version") { version = Int($0.integer(0)) }
        guard version <= StoreSchema.version else {
            throw .newerVersion(path: path, found: version, supported: StoreSchema.version)
        }
        return version
    }

    /// Lets certificates be listed without decoding, be revoked, and have keys encrypted by a store secret.
    ///
    /// The new tables are those of version 3; ``addAuthorityKeys(_:_:)`` issues the CRL of the own authority.
    static func addColumnsForLists(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(
            """
            ALTER TABLE certificate ADD COLUMN subject TEXT NOT NULL DEFAULT '';
            ALTER TABLE certificate ADD COLUMN issuer BLOB NOT NULL DEFAULT x'';
            ALTER TABLE certificate ADD COLUMN uris TEXT NOT NULL DEFAULT '';
            ALTER TABLE certificate ADD COLUMN key_algorithm TEXT NOT NULL DEFAULT '';
            ALTER TABLE certificate ADD COLUMN key_usage INTEGER;
            ALTER TABLE authority ADD COLUMN crl_number INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE protection ADD COLUMN secret BLOB;
            CREATE TABLE revocation (
              serial TEXT PRIMARY KEY NOT NULL, revoked_at INTEGER NOT NULL, reason INTEGER NOT NULL,
              not_after INTEGER NOT NULL, listed_after_end INTEGER NOT NULL DEFAULT 0
            ) STRICT, WITHOUT ROWID;
            \(StoreSchema.revocationList(dialect))
            \(StoreSchema.ledgerOfVersion3(dialect))
            """)
        var rows: [Int64] = []
        try database.store("SELECT id FROM certificate") { rows.append($0.integer(0)) }
        let assignments = CertificateRow.columns.map { "\($0) = ?" }.joined(separator: ", ")
        for row in rows {
            var der: [UInt8] = []
            try database.store("SELECT der FROM certificate WHERE id = ?", [.integer(row)]) {
                der = $0.octets(0)
            }
            let certificate = try CertStore.certificate(der)
            try database.store(
                "UPDATE certificate SET \(assignments) WHERE id = ?",
                CertificateRow.values(certificate) + [.integer(row)])
        }
    }

    /// Records whether a revoked certificate was listed in a CRL after its expiry, and when the
    /// bodies in the ledger were signed.
    ///
    /// The earlier ledger lacks that, so it begins anew, and refuses bodies that it cannot judge.
    static func replaceLedger(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(
            """
            ALTER TABLE revocation ADD COLUMN listed_after_end \(dialect.integer) NOT NULL DEFAULT 0;
            DROP TABLE ledger; DROP TABLE ledger_digest; DROP TABLE ledger_state;
            \(StoreSchema.ledgerOfVersion3(dialect))
            """)
    }

    /// Clusters the rows of certificates by address, and moves their keys to a table of their own, where they
    /// can be overwritten permanently: the pages of the old tables are overwritten too.
    static func clusterCertificates(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(
            """
            DROP INDEX certificate_serial; DROP INDEX certificate_key_identifier; DROP INDEX \
            certificate_authority;
            DROP INDEX name_certificate;
            ALTER TABLE certificate RENAME TO certificate_3; ALTER TABLE name RENAME TO name_3;
            ALTER TABLE anchor RENAME TO anchor_3; ALTER TABLE authority RENAME TO authority_3;
            CREATE INDEX name_certificate_3 ON name_3 (certificate);
            \(StoreSchema.certificates(dialect))
            CREATE TABLE authority (
              id \(dialect.integer) PRIMARY KEY CHECK (id = 1),
              certificate \(dialect.integer) NOT NULL REFERENCES certificate,
              crl_number \(dialect.integer) NOT NULL DEFAULT 0
            )\(dialect.table);
            """)
        var rows: [Int64] = []
        try database.store("SELECT id FROM certificate_3 ORDER BY id") { rows.append($0.integer(0)) }
        for row in rows { try moveToVersion4(row, in: database) }
        let same = """
            JOIN certificate_3 ON certificate_3.id = old.certificate
            JOIN certificate ON certificate.fingerprint = certificate_3.fingerprint
            """
        try database.executeStore(
            """
            INSERT INTO anchor SELECT certificate.id FROM anchor_3 AS old \(same);
            INSERT INTO authority SELECT old.id, certificate.id, crl_number FROM authority_3 AS old \(same);
            DROP TABLE name_3; DROP TABLE anchor_3; DROP TABLE authority_3; DROP TABLE certificate_3;
            """)
    }

    /// Lets a program that caches data of the store check whether the store has changed since.
    static func addChangeCount(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(StoreSchema.changeCount(dialect))
    }

    /// Lets the store keep what the holders of keys open.
    static func addCapabilities(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(StoreSchema.capabilities(dialect))
    }

    private static func moveToVersion4(_ old: Int64, in database: any Database) throws(CertStoreError) {
        let numbered: [DatabaseValue] = [.integer(old)]
        var names: [FiledName] = []
        try database.store("SELECT uri FROM name_3 WHERE certificate = ?", numbered) {
            names.append(FiledName(uri: $0.text(0)))
        }
        let key = try database.integer(
            """
            INSERT INTO private_key (octets) SELECT key FROM certificate_3 WHERE id = ? AND key IS NOT NULL \
            RETURNING id
            """, numbered)
        let row = try database.freeNumber(in: names.first?.numbers)
        let columns = CertificateRow.columns.joined(separator: ", ")
        try database.store(
            """
            INSERT INTO certificate (id, filed_under, private_key, \(columns))
            SELECT ?, '', ?, \(columns) FROM certificate_3 WHERE id = ?
            """, [.integer(row), key.map { .integer($0) } ?? .null] + numbered)
        try database.file(row, under: names)
    }
}
