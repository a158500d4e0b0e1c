import CMS
import CSQLite
import CertStore
import FoundationEssentials
import Glibc

/// Stores in a temporary directory: with a CA, and with many synthetic rows.
struct StoreLab {
    private let directory: String
    private let store: CertStore
    private let terms: CertificateTerms
    private let profile: CertificateProfile

    init() throws {
        directory = "\(FileManager.default.temporaryDirectory.path)/smime-presence-bench-store-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        store = try CertStore.openOrCreate("\(directory)/ca.db", encrypted: false)
        let now = Date()
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .held), key: .p256,
            validity: CertificateValidity(from: now, days: 3652))
        try store.adopt(authority)
        terms = CertificateTerms(
            authority: authority, key: .p256, validity: CertificateValidity(from: now, days: 365))
        let uris = ["sip", "pres", "im"].map { "\($0):alice@example.test" }
        profile = .user(address: "alice@example.test", uris: uris)
    }

    func issueOne() {
        guard let key = try? PrivateKey.generate(.p256),
            (try? terms.authority.issueUnread(profile, for: key.publicKey, validity: terms.validity)) != nil
        else { failed("issuing") }
    }

    /// A store with so many rows, all of them copies of one certificate's but for URI, serial and fingerprint.
    func filled(rows: Int) throws -> String {
        let path = "\(directory)/\(rows).db"
        let store = try CertStore.openOrCreate(path, encrypted: false)
        let key = try PrivateKey.generate(.p256)
        let certificate = try terms.authority.issue(profile, for: key, validity: terms.validity)
        try store.add(certificate, uris: ["sip:user0@example.test"], key: key)
        var connection: OpaquePointer?
        guard unsafe sqlite3_open(path, &connection) == SQLITE_OK else { failed("opening \(path)") }
        defer { unsafe sqlite3_close(connection) }
        let columns =
            "der, subject, issuer, uris, key_algorithm, key_usage, key_identifier, not_before, not_after"
        let code = unsafe sqlite3_exec(
            connection,
            """
            PRAGMA synchronous = OFF;
            BEGIN;
            WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < \(rows - 1))
            INSERT INTO certificate (fingerprint, serial, is_authority, key, \(columns))
            SELECT printf('%064d', n), printf('%032d', n), 0, key, \(columns) FROM counter, certificate WHERE id = 1;
            INSERT INTO name SELECT printf('sip:user%d@example.test', id - 1), id FROM certificate WHERE id > 1;
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """, nil, nil, nil)
        guard code == SQLITE_OK else { failed("filling \(path)") }
        return path
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

/// One SELECT, prepared once, on the tables of a store.
@safe final class BareLookup {
    private let connection: OpaquePointer?
    private let statement: OpaquePointer?

    init(_ path: String) {
        var connection: OpaquePointer?
        var statement: OpaquePointer?
        guard
            unsafe sqlite3_open_v2(
                path, &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil) == SQLITE_OK,
            unsafe sqlite3_exec(connection, "PRAGMA mmap_size = 2147483648", nil, nil, nil) == SQLITE_OK,
            unsafe sqlite3_prepare_v2(
                connection,
                """
                SELECT certificate.der FROM name JOIN certificate ON certificate.id = name.certificate
                WHERE name.uri = ?
                """, -1, &statement, nil) == SQLITE_OK
        else { failed("preparing the bare SELECT") }
        unsafe self.connection = connection
        unsafe self.statement = statement
    }

    deinit {
        unsafe sqlite3_finalize(statement)
        unsafe sqlite3_close(connection)
    }

    func find(_ uri: String) {
        unsafe sqlite3_reset(statement)
        unsafe sqlite3_bind_text(statement, 1, uri, -1, csqlite_transient())
        guard unsafe sqlite3_step(statement) == SQLITE_ROW, unsafe sqlite3_column_bytes(statement, 0) > 100,
            unsafe sqlite3_column_blob(statement, 0) != nil
        else { failed("the bare SELECT") }
    }

    /// Reads every row once, so that all of the file is in this connection's memory.
    func touchAll() {
        let text = """
            SELECT sum(length(der)), sum(length(name.uri)) FROM name JOIN certificate
            ON certificate.id = name.certificate
            """
        guard unsafe sqlite3_exec(connection, text, nil, nil, nil) == SQLITE_OK else { failed("reading all") }
    }
}

extension CertStore {
    /// The same through the store's own lookup.
    func touchAll(rows: Int) throws {
        for number in 0..<rows {
            guard try records(forURI: "sip:user\(number)@example.test").count == 1 else { failed("lookup") }
        }
    }
}
