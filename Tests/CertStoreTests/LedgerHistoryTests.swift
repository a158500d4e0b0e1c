import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The ledger on another server than before", .onlyInPostgreSQL)
struct LedgerHistoryTests {
    private let directory: TemporaryDirectory
    private let location: String
    private let store: CertStore
    private let now = StoreFixture.now

    init() throws {
        directory = try TemporaryDirectory()
        location = try #require(try PostgreSQLServer.newDatabase(in: directory))
        store = try CertStore.openOrCreate(location, encrypted: false, rememberingSince: now)
    }

    private func psql(_ statement: String) throws {
        try Tool(name: "psql", directory: directory)(
            "--quiet", "--no-psqlrc", "--command", statement, location)
    }

    private func admit(_ name: String, signed seconds: Double) throws -> LedgerVerdict {
        let entry = LedgerEntry(
            digests: [SHA256.digest(of: Array(name.utf8))], signed: now + seconds, states: [])
        return try store.admit(entry, at: now + 10, rememberingFor: 600)
    }

    @Test("begins anew, a minute later for signers whose clocks are ahead, and once")
    func promoted() throws {
        #expect(try admit("a", signed: 5) == .fresh)
        // The same server on timeline 9.
        try psql("UPDATE smime_presence.ledger SET history = regexp_replace(history, '[^/]*$', '00000009')")
        #expect(try admit("b", signed: 69) == .beforeLedger)
        #expect(try admit("c", signed: 70) == .fresh)
        #expect(try admit("a", signed: 5) == .replayed)
        #expect(try admit("d", signed: 70) == .fresh)
    }

    @Test("judges a request as it would if it had begun anew")
    func judged() throws {
        try psql("UPDATE smime_presence.ledger SET history = 'another'")
        let entry = LedgerEntry(digests: [[1]], signed: now + 5, states: [])
        let submission = LedgerSubmission(entry, at: now + 10, rememberingFor: 600)
        #expect(try store.judge(submission) == .beforeLedger)
    }

    @Test("a role without special rights can read what names the server")
    func ordinaryRole() throws {
        let role = "plain_\(UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: ""))"
        try psql(
            """
            CREATE ROLE \(role) LOGIN PASSWORD 'plain'; GRANT USAGE ON SCHEMA smime_presence TO \(role);
            GRANT ALL ON ALL TABLES IN SCHEMA smime_presence TO \(role);
            """)
        let (scheme, rest) = ("postgresql://", location.drop { $0 != "@" })
        let entry = LedgerEntry(digests: [[2]], signed: now + 5, states: [])
        let other = try CertStore.open("\(scheme)\(role):plain\(rest)")
        #expect(try other.admit(entry, at: now + 10, rememberingFor: 600) == .fresh)
    }

    @Test("the time is that of the server, and its clock is near that of this machine")
    func time() throws {
        #expect(try abs(store.confirmation().now.timeIntervalSinceNow) < 60)
    }

    @Test("groups and confirmations continue at once after the server has closed its connections")
    func reconnects() throws {
        #expect(try admit("a", signed: 5) == .fresh)
        for _ in 0..<2 {
            try psql(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            #expect(try admit("a", signed: 5) == .replayed)
        }
        try psql(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        _ = try store.confirmation()
    }
}
