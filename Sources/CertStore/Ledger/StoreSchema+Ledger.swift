extension StoreSchema {
    /// The ledger of accepted bodies: see ``CertStore/admit(_:within:)``.
    ///
    /// Bodies signed from `ledger.since` on are all in it, NULL if the start is unknown; `entries` counts the
    /// rows of `ledger_key` and `ledger_state`. Version 9 added `history` (see ``Dialect/history``) and
    /// `holder`, a digest of the party that the row counts for; NULL in rows of earlier versions.
    static func ledger(_ type: Dialect) -> String {
        """
        CREATE TABLE ledger (
          id \(type.integer) PRIMARY KEY CHECK (id = 1),
          since \(type.integer),
          entries \(type.integer) NOT NULL,
          history \(type.text)
        )\(type.table);
        INSERT INTO ledger (id, entries, history) VALUES (1, 0, \(type.history));
        CREATE TABLE ledger_state (
          subject \(type.octets) PRIMARY KEY NOT NULL,
          number \(type.integer) NOT NULL,
          decimals \(type.text) NOT NULL,
          content \(type.octets) NOT NULL,
          signed \(type.integer) NOT NULL,
          keep_until \(type.integer) NOT NULL,
          holder \(type.octets)
        )\(type.tableWithoutNumber);
        CREATE INDEX ledger_state_keep_until ON ledger_state (keep_until);
        \(ledgerKeys(type))
        """
    }

    /// The tables that version 10 introduced: the digests by their second, and the number of digests and
    /// states of each party.
    ///
    /// A digest alone as the key puts each row on a page of its own, which a commit writes twice: to the log
    /// and to the file. So `key` is the second that the digest includes, in four octets, and the digest, a
    /// SHA-256; see ``LedgerEntry/key(of:)``. Rows of earlier versions have no second. `signed` and
    /// `keep_until` are seconds since 1970. The name of the table is another than in version 9, so that a
    /// program of that version that still has the store open fails, instead of missing what this one records.
    private static func ledgerKeys(_ type: Dialect) -> String {
        """
        CREATE TABLE ledger_key (
          key \(type.octets) PRIMARY KEY NOT NULL,
          signed \(type.integer) NOT NULL,
          keep_until \(type.integer) NOT NULL,
          holder \(type.octets)
        )\(type.tableWithoutNumber);
        CREATE INDEX ledger_key_keep_until ON ledger_key (keep_until);
        CREATE TABLE ledger_holder (
          holder \(type.octets) PRIMARY KEY NOT NULL,
          entries \(type.integer) NOT NULL
        )\(type.tableWithoutNumber);
        """
    }

    /// What version 10 changed.
    static func ledgerKeysOfVersion9(_ type: Dialect) -> String {
        """
        \(ledgerKeys(type))
        INSERT INTO ledger_key (key, signed, keep_until, holder)
        SELECT digest, signed, keep_until, holder FROM ledger_digest;
        DROP TABLE ledger_digest;
        DROP INDEX ledger_state_holder;
        INSERT INTO ledger_holder (holder, entries)
        SELECT holder, count(*)
        FROM (SELECT holder FROM ledger_key UNION ALL SELECT holder FROM ledger_state) AS entry
        WHERE holder IS NOT NULL GROUP BY holder;
        """
    }

    /// What version 9 added.
    static func ledgerHolders(_ type: Dialect) -> String {
        """
        ALTER TABLE ledger ADD COLUMN history \(type.text);
        UPDATE ledger SET history = \(type.history);
        ALTER TABLE ledger_digest ADD COLUMN holder \(type.octets);
        ALTER TABLE ledger_state ADD COLUMN holder \(type.octets);
        CREATE INDEX ledger_digest_holder ON ledger_digest (holder, keep_until);
        CREATE INDEX ledger_state_holder ON ledger_state (holder, keep_until);
        """
    }

    /// The tables that version 3 introduced.
    static func ledgerOfVersion3(_ type: Dialect) -> String {
        """
        CREATE TABLE ledger (
          id \(type.integer) PRIMARY KEY CHECK (id = 1),
          since \(type.integer),
          entries \(type.integer) NOT NULL
        )\(type.table);
        INSERT INTO ledger (id, entries) VALUES (1, 0);
        CREATE TABLE ledger_digest (
          digest \(type.octets) PRIMARY KEY NOT NULL,
          signed \(type.integer) NOT NULL,
          keep_until \(type.integer) NOT NULL
        )\(type.tableWithoutNumber);
        CREATE INDEX ledger_digest_keep_until ON ledger_digest (keep_until);
        CREATE TABLE ledger_state (
          subject \(type.octets) PRIMARY KEY NOT NULL,
          number \(type.integer) NOT NULL,
          decimals \(type.text) NOT NULL,
          content \(type.octets) NOT NULL,
          signed \(type.integer) NOT NULL,
          keep_until \(type.integer) NOT NULL
        )\(type.tableWithoutNumber);
        CREATE INDEX ledger_state_keep_until ON ledger_state (keep_until);
        """
    }
}

extension StoreMigration {
    /// Lets the ledger count the entries of each party, and notice that it is on another server.
    ///
    /// What it has recorded stays, and counts for no party.
    static func addLedgerHolders(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(StoreSchema.ledgerHolders(dialect))
    }

    /// Lets the ledger find a digest by its second, and count what each party holds.
    ///
    /// What it has recorded stays.
    static func addLedgerKeys(
        _ database: any Database, _ dialect: StoreSchema.Dialect
    ) throws(CertStoreError) {
        try database.executeStore(StoreSchema.ledgerKeysOfVersion9(dialect))
    }
}
