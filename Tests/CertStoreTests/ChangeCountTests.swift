import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The count of changes of a store")
struct ChangeCountTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture(rememberingSince: StoreFixture.now) }

    @Test("grows with every certificate, key, trust anchor, CRL and revocation that is added or removed")
    func growing() throws {
        let alice = try fixture.issue("alice")
        let bob = try fixture.issue("bob")
        let entry = RevokedCertificate(
            serialNumber: bob.certificate.facts.serialNumber, revokedAt: StoreFixture.now, reason: .superseded
        )
        let list = try fixture.authority.revocationList(
            number: 1, revoked: [entry], at: StoreFixture.now, nextUpdate: StoreFixture.now + 86_400)
        let changes: [(String, () throws -> Void)] = [
            ("certificate", { try store.add(bob.certificate, uris: ["sip:bob@example.test"]) }),
            ("key", { try store.add(alice.certificate, uris: [StoreFixture.alice], key: alice.key) }),
            ("anchor", { try store.trust(fixture.authority.certificate) }),
            ("CRL", { _ = try store.add([list]) }),
            ("distrust", { _ = try store.distrust(fixture.authority.certificate.fingerprint) }),
            ("removal", { _ = try store.remove(alice.certificate) }),
        ]
        var state = try store.state
        for (name, change) in changes {
            try change()
            #expect(try store.state != state, "\(name)")
            state = try store.state
        }
    }

    @Test("stays the same if only the ledger is written, or nothing")
    func ledger() throws {
        try store.trust(fixture.authority.certificate)
        let state = try store.state
        let entry = LedgerEntry(
            digests: [SHA256.digest(of: Array("a".utf8))], signed: StoreFixture.now, states: [])
        #expect(try store.admit(entry, at: StoreFixture.now, rememberingFor: 600) == .fresh)
        #expect(try store.certificates().isEmpty)
        #expect(try store.state == state)
    }

    @Test("includes the changes of another connection")
    func other() throws {
        let state = try store.state
        try CertStore.open(fixture.path).trust(fixture.authority.certificate)
        #expect(try store.state != state)
    }

    @Test("shows a write of an earlier version, which does not count it", .onlyInFiles)
    func uncounted() throws {
        try store.trust(fixture.authority.certificate)
        let state = try store.state
        _ = try SQLiteProbe.text(fixture.path, "DELETE FROM anchor")
        #expect(try store.state != state)
    }

    @Test("fails if the store has lost its count, and so does every change", .onlyInFiles)
    func missing() throws {
        _ = try SQLiteProbe.text(fixture.path, "DELETE FROM change_count")
        #expect(throws: CertStoreError.self) { try store.state }
        #expect(throws: CertStoreError.self) { try store.trust(fixture.authority.certificate) }
    }
}
