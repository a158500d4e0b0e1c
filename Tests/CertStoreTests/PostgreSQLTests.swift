import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The store in PostgreSQL", .onlyInPostgreSQL)
struct PostgreSQLTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("is not made by opening it, and made once by eight that make it at the same time")
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

    @Test("is refused unchanged when a later version made it")
    func newerVersion() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        _ = try CertStore.openOrCreate(location, encrypted: false)
        try psql(location, "UPDATE smime_presence.store_version SET version = 5")
        let error = #expect(throws: CertStoreError.self) { try CertStore.open(location) }
        guard case .newerVersion(let path, 5, 4) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!path.contains("tester") && path.hasPrefix("postgresql://"))
    }

    @Test("of version 2 is brought up to date, keeps its certificates, and refuses what it cannot judge")
    func version2() throws {
        let location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        try CertStore.openOrCreate(location, encrypted: false).trust(StoreFixture.authority().certificate)
        try psql(
            location,
            """
            SET search_path TO smime_presence;
            ALTER TABLE revocation DROP COLUMN listed_after_end;
            ALTER TABLE ledger_digest DROP COLUMN signed; ALTER TABLE ledger_state DROP COLUMN signed;
            UPDATE ledger SET since = 1; UPDATE store_version SET version = 2;
            """)
        let store = try CertStore.open(location)
        #expect(try store.trustAnchors().count == 1)
        #expect(try store.check().defects.isEmpty)
        let entry = LedgerEntry(
            digests: [[UInt8](repeating: 1, count: 32)], signed: StoreFixture.now, states: [])
        #expect(try store.admit(entry, at: StoreFixture.now, rememberingFor: 600) == .beforeLedger)
    }

    @Test("goes on after the server has closed its connection")
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
        // The statement that finds the connection gone may fail; the one behind it does not.
        _ = try? store.trustAnchors()
        #expect(try store.trustAnchors().count == 1)
    }

    @Test("goes on after it did not get the lock to write")
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
        "never tells the password, however the URI is wrong",
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
