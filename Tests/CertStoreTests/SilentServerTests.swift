import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("A PostgreSQL server that is silent", .onlyInPostgreSQL, .timeLimit(.minutes(2)))
struct SilentServerTests {
    private let fixture: StoreFixture
    private let relay: DatabaseRelay

    init() throws {
        fixture = try StoreFixture()
        relay = try DatabaseRelay(before: fixture.path, in: fixture.directory)
    }

    @Test("makes each call fail within bounds, and the store is usable when it answers again")
    func silent() throws {
        // The least time to connect that libpq has is two seconds.
        let store = try CertStore.open(relay.location + "?connect_timeout=2", patience: .seconds(1))
        _ = try store.confirmation()
        relay.isSilent = true
        for call in [
            { _ = try store.confirmation() }, { try store.trust(fixture.authority.certificate) },
            { _ = try store.certificates() },
        ] as [() throws -> Void] {
            let start = ContinuousClock.now
            #expect(throws: CertStoreError.self) { try call() }
            #expect(.now - start < .seconds(8))
        }
        relay.isSilent = false
        _ = try store.confirmation()
        try store.trust(fixture.authority.certificate)
        #expect(try store.trustAnchors().count == 1)
    }

    @Test("that accepts a new connection and says nothing is given up in time")
    func connecting() throws {
        relay.isSilent = true
        let start = ContinuousClock.now
        #expect(throws: CertStoreError.self) {
            try CertStore.open(relay.location, patience: .seconds(2))
        }
        #expect(.now - start < .seconds(8))
    }
}
