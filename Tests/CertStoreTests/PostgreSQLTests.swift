import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The store in PostgreSQL", .onlyInPostgreSQL)
struct PostgreSQLTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("is not created by opening it, and created once by eight concurrent openers")
    func created() async throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        #expect(throws: CertStoreError.self) { try CertStore.open(location) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    _ = try CertStore.openOrCreate(location, encrypted: false).certificates()
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("a missing password has an error code of its own")
    func withoutPassword() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let at = try #require(location.lastIndex(of: "@"))
        let error = #expect(throws: CertStoreError.self) {
            try CertStore.open("postgresql://tester" + location[at...])
        }
        guard case .database(CertStoreError.missingPassword, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("an absent store is named with host, port and database")
    func shownLocation() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let error = #expect(throws: CertStoreError.self) { try CertStore.open(location) }
        guard case .noStore(let path) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(path.contains(/:[0-9]+\/test_/), "\(path)")
    }

    @Test("is refused unchanged if it is of a later version")
    func newerVersion() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        _ = try CertStore.openOrCreate(location, encrypted: false)
        try psql(location, "UPDATE smime_presence.store_version SET version = 999")
        let error = #expect(throws: CertStoreError.self) { try CertStore.open(location) }
        guard case .newerVersion(let path, 999, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!path.contains("tester") && path.hasPrefix("postgresql://"))
    }

    @Test(
        "of an earlier version is migrated, keeps its content, and refuses entries that it cannot judge",
        arguments: [2, 3])
    func earlierVersion(version: Int) throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let new = try CertStore.openOrCreate(location, encrypted: false)
        let authority = try StoreFixture.authority()
        try new.adopt(authority)
        let key = try PrivateKey.generate(.p256)
        let uris = [StoreFixture.alice, "tel:+15550100"]
        let alice = try authority.issue(
            .user(address: "alice@example.test", uris: [StoreFixture.alice]), for: key,
            validity: CertificateValidity(from: StoreFixture.now, days: 1))
        try new.add(alice, uris: uris, key: key)
        try psql(location, Self.asVersion3)
        if version == 2 {
            try psql(
                location,
                """
                SET search_path TO smime_presence;
                ALTER TABLE revocation DROP COLUMN listed_after_end;
                ALTER TABLE ledger_digest DROP COLUMN signed; ALTER TABLE ledger_state DROP COLUMN signed;
                UPDATE ledger SET since = 1; UPDATE store_version SET version = 2;
                """)
        }
        let store = try CertStore.open(location)
        #expect(try store.trustAnchors().map(\.isOwnAuthority) == [true])
        for uri in uris { #expect(try store.certificates(forURI: uri).map(\.uris) == [uris.sorted()]) }
        #expect(try store.privateKey(of: alice).matches(alice))
        let check = try store.check()
        #expect(check.defects.isEmpty && check.certificates == 2 && check.keys == 2)
        let entry = LedgerEntry(
            digests: [[UInt8](repeating: 1, count: 32)], signed: StoreFixture.now, states: [])
        if version == 2 {
            #expect(try store.admit(entry, at: StoreFixture.now, rememberingFor: 600) == .beforeLedger)
        }
    }

    @Test("of version 9 keeps what its ledger has recorded, and what each holder has")
    func version9() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let (now, limits) = (StoreFixture.now, LedgerLimits(share: 2))
        func admit(_ digest: UInt8, _ subject: UInt8, of second: UInt32? = 7, at later: Double = 0) throws
            -> LedgerVerdict
        {
            let state = LedgerEntry.State(subject: [subject], number: 1, decimals: "", content: [digest])
            let entry = LedgerEntry(
                digests: [[digest]], of: second, signed: now + later, states: [state], holder: [9])
            return try CertStore.open(location).admit(
                entry, at: now + later, rememberingFor: 600, within: limits)
        }
        _ = try CertStore.openOrCreate(location, encrypted: false, rememberingSince: now)
        #expect(try admit(1, 1, of: nil) == .fresh)
        try psql(
            location,
            """
            SET search_path TO smime_presence; ALTER TABLE ledger_key RENAME TO ledger_digest;
            ALTER TABLE ledger_digest RENAME COLUMN key TO digest; DROP TABLE ledger_holder, protected_address;
            ALTER INDEX ledger_key_keep_until RENAME TO ledger_digest_keep_until;
            ALTER INDEX ledger_key_pkey RENAME TO ledger_digest_pkey;
            CREATE INDEX ledger_digest_holder ON ledger_digest (holder, keep_until);
            CREATE INDEX ledger_state_holder ON ledger_state (holder, keep_until);
            UPDATE store_version SET version = 9;
            """)
        #expect(try admit(1, 2) == .replayed)
        #expect(throws: CertStoreError.ledgerShareFull(limit: 2)) { try admit(2, 2) }
        #expect(try admit(2, 2, at: 601) == .fresh)
    }

    /// Replaces the certificate tables of version 4 by those of version 3.
    private static let asVersion3 = """
        SET search_path TO smime_presence;
        DROP TABLE change_count, capability, compromised_key, protected_address, ledger_key, ledger_holder;
        CREATE TABLE ledger_digest (digest BYTEA PRIMARY KEY, signed BIGINT NOT NULL, keep_until BIGINT NOT NULL);
        ALTER TABLE ledger DROP COLUMN history;
        ALTER TABLE ledger_state DROP COLUMN holder;
        ALTER TABLE revocation DROP COLUMN authority; ALTER TABLE revocation ADD PRIMARY KEY (serial);
        DROP INDEX certificate_serial, certificate_key_identifier, certificate_authority, name_certificate,
          name_elsewhere;
        ALTER TABLE certificate RENAME TO certificate_4; ALTER TABLE name RENAME TO name_4;
        ALTER TABLE anchor RENAME TO anchor_4; ALTER TABLE authority RENAME TO authority_4;
        CREATE TABLE certificate (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
          fingerprint TEXT COLLATE "C" NOT NULL UNIQUE, der BYTEA NOT NULL, subject TEXT COLLATE "C" NOT NULL,
          issuer BYTEA NOT NULL, serial TEXT COLLATE "C" NOT NULL, uris TEXT COLLATE "C" NOT NULL,
          key_algorithm TEXT COLLATE "C" NOT NULL, key_usage BIGINT, key_identifier BYTEA,
          not_before BIGINT NOT NULL, not_after BIGINT NOT NULL, is_authority BIGINT NOT NULL, key BYTEA);
        CREATE INDEX certificate_serial ON certificate (serial);
        CREATE INDEX certificate_key_identifier ON certificate (key_identifier);
        CREATE INDEX certificate_authority ON certificate (id) WHERE is_authority = 1;
        CREATE TABLE name (uri TEXT COLLATE "C" NOT NULL,
          certificate BIGINT NOT NULL REFERENCES certificate ON DELETE CASCADE, PRIMARY KEY (uri, certificate));
        CREATE INDEX name_certificate ON name (certificate);
        CREATE TABLE anchor (certificate BIGINT PRIMARY KEY REFERENCES certificate);
        CREATE TABLE authority (id BIGINT PRIMARY KEY CHECK (id = 1),
          certificate BIGINT NOT NULL REFERENCES certificate, crl_number BIGINT NOT NULL DEFAULT 0);
        INSERT INTO certificate (fingerprint, der, subject, issuer, serial, uris, key_algorithm, key_usage,
          key_identifier, not_before, not_after, is_authority, key)
        SELECT fingerprint, der, subject, issuer, serial, uris, key_algorithm, key_usage, key_identifier,
          not_before, not_after, is_authority, octets
        FROM certificate_4 LEFT JOIN private_key ON private_key.id = certificate_4.private_key;
        INSERT INTO name SELECT uri, certificate.id FROM name_4 JOIN certificate_4 ON certificate_4.id = certificate
          JOIN certificate USING (fingerprint);
        INSERT INTO anchor SELECT certificate.id FROM anchor_4 JOIN certificate_4 ON certificate_4.id = certificate
          JOIN certificate USING (fingerprint);
        INSERT INTO authority SELECT authority_4.id, certificate.id, crl_number FROM authority_4
          JOIN certificate_4 ON certificate_4.id = certificate JOIN certificate USING (fingerprint);
        DROP TABLE name_4, anchor_4, authority_4, certificate_4, private_key;
        UPDATE store_version SET version = 3;
        """

    @Test("continues after the server has closed its connection")
    func reconnects() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let store = try CertStore.openOrCreate(location, encrypted: false)
        try store.trust(StoreFixture.authority().certificate)
        try psql(
            location,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        // The statement that finds the connection gone may fail; the next one does not.
        _ = try? store.trustAnchors()
        #expect(try store.trustAnchors().count == 1)
    }

    @Test("continues after it did not get the lock for writing")
    func withoutLock() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        let store = try CertStore.openOrCreate(location, encrypted: false)
        let anchor = try StoreFixture.authority().certificate
        try psql(location, "ALTER TABLE smime_presence.protection RENAME TO away")
        #expect(throws: CertStoreError.self) { try store.trust(anchor) }
        try psql(location, "ALTER TABLE smime_presence.away RENAME TO protection")
        try store.trust(anchor)
        #expect(try store.trustAnchors().count == 1)
    }

    @Test(
        "never shows the password, however the URI is malformed",
        arguments: [
            "postgresql://tester:s3cretWord@127.0.0.1:1/db", "postgresql://tester:s3cretWord@[::1/db",
            "postgresql://tester:s3cretWord@x/db?sslmode=s3cretWord",
            "postgresql://tester:a@s3cretWord@h.invalid/db",
            "postgresql://h.invalid/db?user=tester&password=s3cretWord&nothing=1",
            "postgresql://tester:s3cretWord", "postgres://tester:abc/s3cretWord@127.0.0.1:1/db",
        ])
    func password(location: String) {
        let error = #expect(throws: CertStoreError.self) { try CertStore.open(location) }
        #expect(!String(describing: error).contains("s3cretWord"), "\(String(describing: error))")
    }

    private func psql(_ location: String, _ statement: String) throws {
        try Tool(name: "psql", directory: directory)(
            "--quiet", "--no-psqlrc", "--command", statement, location)
    }
}
