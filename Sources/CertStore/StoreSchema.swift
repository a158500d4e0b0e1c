/// The tables of the store and the two numbers in the file's header that name them.
enum StoreSchema {
    /// `application_id` of the file: "SMPR".
    static let application: UInt32 = 0x534D_5052
    /// `user_version` of the file.
    static let version = 1

    /// One row a certificate, whatever it is used for: filed under URIs (`name`), trusted (`anchor`),
    /// the store's own authority (`authority`), or only a link of other certificates' paths.
    ///
    /// `serial` is the upper-case hexadecimal of the INTEGER's content octets, times are seconds since
    /// 1970, `key` is a PKCS#8 PrivateKeyInfo, or an EncryptedPrivateKeyInfo where
    /// `protection.encrypted` is 1.
    static let statements = """
        CREATE TABLE protection (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          encrypted INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE certificate (
          id INTEGER PRIMARY KEY,
          fingerprint TEXT NOT NULL UNIQUE,
          der BLOB NOT NULL,
          serial TEXT NOT NULL,
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
          certificate INTEGER NOT NULL REFERENCES certificate
        ) STRICT;
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        """
}
