/// The tables of the store and the two numbers in the file's header that name them.
enum StoreSchema {
    /// `application_id` of the file: "SMPR".
    static let application: UInt32 = 0x534D_5052
    /// `user_version` of the file; ``StoreMigration`` brings earlier files to it.
    static let version = 2

    /// One row a certificate, whatever it is used for: filed under URIs (`name`), trusted (`anchor`),
    /// the store's own authority (`authority`), or only a link of other certificates' paths.
    ///
    /// Serial numbers are the upper-case hexadecimal of the INTEGER's content octets, issuers DER of their
    /// names, times seconds since 1970. `key` is a PKCS#8 PrivateKeyInfo, or an EncryptedPrivateKeyInfo where
    /// `protection.encrypted` is 1. `revocation` holds what the store's own authority revoked (`reason` is a
    /// CRLReason, RFC 5280 §5.3.1), whether or not the certificate is still here; `authority.crl_number` is
    /// the number of its last CRL. `revocation_list` holds the CRLs of other authorities.
    static let statements = """
        CREATE TABLE protection (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          encrypted INTEGER NOT NULL,
          secret BLOB
        ) STRICT;
        CREATE TABLE certificate (
          id INTEGER PRIMARY KEY,
          fingerprint TEXT NOT NULL UNIQUE,
          der BLOB NOT NULL,
          subject TEXT NOT NULL,
          issuer BLOB NOT NULL,
          serial TEXT NOT NULL,
          uris TEXT NOT NULL,
          key_algorithm TEXT NOT NULL,
          key_usage INTEGER,
          key_identifier BLOB,
          not_before INTEGER NOT NULL,
          not_after INTEGER NOT NULL,
          is_authority INTEGER NOT NULL,
          key BLOB
        ) STRICT;
        CREATE INDEX certificate_serial ON certificate (serial);
        CREATE INDEX certificate_key_identifier ON certificate (key_identifier);
        CREATE INDEX certificate_authority ON certificate (id) WHERE is_authority = 1;
        CREATE TABLE name (
          uri TEXT NOT NULL,
          certificate INTEGER NOT NULL REFERENCES certificate ON DELETE CASCADE,
          PRIMARY KEY (uri, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX name_certificate ON name (certificate);
        CREATE TABLE anchor (
          certificate INTEGER PRIMARY KEY REFERENCES certificate
        ) STRICT;
        CREATE TABLE authority (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          certificate INTEGER NOT NULL REFERENCES certificate,
          crl_number INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        \(revocation)
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        """

    /// The tables that version 2 brought.
    static let revocation = """
        CREATE TABLE revocation (
          serial TEXT PRIMARY KEY NOT NULL,
          revoked_at INTEGER NOT NULL,
          reason INTEGER NOT NULL,
          not_after INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE revocation_list (
          id INTEGER PRIMARY KEY,
          issuer BLOB NOT NULL,
          fingerprint TEXT NOT NULL UNIQUE,
          der BLOB NOT NULL,
          this_update INTEGER NOT NULL,
          next_update INTEGER,
          number TEXT
        ) STRICT;
        CREATE INDEX revocation_list_issuer ON revocation_list (issuer);
        """
}
