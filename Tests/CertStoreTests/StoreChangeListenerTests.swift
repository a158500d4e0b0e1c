import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The listener to changes of a store")
struct StoreChangeListenerTests {
    private let fixture: StoreFixture

    init() throws { fixture = try StoreFixture(rememberingSince: StoreFixture.now) }

    private func listener() throws -> StoreChangeListener {
        try #require(try StoreChangeListener.connect(to: fixture.path))
    }

    @Test("is notified of each change by any connection, and of nothing else", .onlyInPostgreSQL)
    func changes() throws {
        let listener = try listener()
        #expect(try !listener.awaitChange(within: .zero))
        try fixture.store.trust(fixture.authority.certificate)
        #expect(try listener.awaitChange(within: .seconds(10)))
        let alice = try fixture.issue("alice")
        try CertStore.open(fixture.path).add(alice.certificate, uris: [StoreFixture.alice], key: alice.key)
        #expect(try listener.awaitChange(within: .seconds(10)))
        #expect(try !listener.awaitChange(within: .milliseconds(200)))
        let entry = LedgerEntry(
            digests: [SHA256.digest(of: Array("a".utf8))], signed: StoreFixture.now, states: [])
        #expect(try fixture.store.admit(entry, at: StoreFixture.now, rememberingFor: 600) == .fresh)
        #expect(try fixture.store.certificates().count == 1)
        #expect(try !listener.awaitChange(within: .milliseconds(200)))
    }

    @Test("is notified after the commit, and never of a change that was rolled back", .onlyInPostgreSQL)
    func committed() throws {
        struct Stop: Error {}
        let listener = try listener()
        let alice = try fixture.issue("alice")
        #expect(throws: Stop.self) {
            try fixture.store.add(alice.certificate, uris: [StoreFixture.alice]) { () throws in throw Stop() }
        }
        #expect(try !listener.awaitChange(within: .milliseconds(200)))
        try fixture.store.add(alice.certificate, uris: [StoreFixture.alice]) { () throws in
            let isEarly = try listener.awaitChange(within: .milliseconds(200))
            #expect(!isEarly)
        }
        #expect(try listener.awaitChange(within: .seconds(10)))
    }

    @Test("fails when its connection is lost", .onlyInPostgreSQL)
    func lost() throws {
        let listener = try listener()
        try Tool(name: "psql", directory: fixture.directory)(
            "--quiet", "--no-psqlrc", "--command",
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND query LIKE 'LISTEN%'
            """, fixture.path)
        #expect(throws: CertStoreError.self) {
            while try !listener.awaitChange(within: .seconds(10)) {}
        }
    }

    @Test("does not exist for a file", .onlyInFiles)
    func file() throws { #expect(try StoreChangeListener.connect(to: fixture.path) == nil) }
}
