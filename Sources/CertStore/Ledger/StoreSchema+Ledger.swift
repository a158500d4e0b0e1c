extension StoreSchema {
    /// The ledger of accepted bodies: see ``CertStore/admit(_:within:)``.
    ///
    /// Bodies signed from `ledger.since` on are all in it, NULL if the start is unknown; `entries` counts the
    /// rows of the other two. Digests are SHA-256, `signed` and `keep_until` seconds since 1970. Version 9
    /// added `history` (see ``Dialect/history``) and `holder`, a digest of the party that the row counts for;
    /// NULL in rows of earlier versions, which also programs write that have had the store open since then.
    static func ledger(_ type: Dialect) -> String {
        """
        \(ledgerOfVersion3(type))
        \(ledgerHolders(type))
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
}
