import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// The keys of an authority in a copy of its store.
@Suite("CertStore, keys of a copied authority")
struct WithheldKeyTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private let alice: Certificate
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
        alice = try fixture.issue("alice").certificate
        try fixture.store.add(alice, uris: [StoreFixture.alice])
    }

    private func copy(isBackup: Bool = true) throws -> CertStore {
        let path = fixture.directory.file("copy-\(UUID().uuidString).db")
        if isBackup {
            try store.backUp(to: path)
        } else {
            _ = try CertStore.copy(from: fixture.path, to: path)
        }
        return try CertStore.open(path)
    }

    private func recover(_ store: CertStore, _ recovery: ListRecovery) throws -> [RevocationList] {
        try store.nextRevocationLists(
            lasting: 60, recovery: recovery, clock: { now + 100 }, beforeCommit: { _ in }
        ).lists
    }

    @Test("sign and issue nothing, while those of the original do", arguments: [true, false])
    func withheld(isBackup: Bool) throws {
        let copy = try copy(isBackup: isBackup)
        let own = try copy.currentAuthority()
        #expect(own.use == .awaitsLastList)
        let error = CertStoreError.authorityAwaitsList(identifier: own.identifier)
        #expect(throws: error) { try copy.authority() }
        #expect(throws: error) { try copy.revoke([alice], reason: .superseded, at: now) }
        #expect(throws: error) { try copy.nextRevocationList(lasting: 60) { now } }
        #expect(throws: error) { try recover(copy, .none) }
        #expect(throws: error) { try copy.add([recover(store, .none)[0]]) }
        #expect(throws: error) { try copy.rotate(own, to: StoreFixture.authority(number: 2), at: now) }
        #expect(throws: error) {
            try copy.renew(fixture.authority.renewed(validity: CertificateValidity(from: now, days: 9)))
        }
        let order = CertificateOrder(
            uris: ["sip:bob@example.test"],
            profile: .user(address: "bob@example.test", uris: ["sip:bob@example.test"]))
        let terms = CertificateTerms(
            authority: fixture.authority, key: .p256, validity: CertificateValidity(from: now, days: 9))
        #expect(throws: error) { try copy.issue([order], on: terms) }
        #expect(throws: error) {
            try copy.add([(alice, [StoreFixture.alice], nil)], issuedBy: fixture.authority.certificate)
        }
        #expect(throws: error) { try copy.add(alice, uris: [StoreFixture.alice], beforeCommit: {}) }
        #expect(try copy.certificates() == store.certificates())
        #expect(try store.currentAuthority().use == .inUse && recover(store, .none).count == 1)
    }

    @Test("still verify: revoked certificates stay revoked, and the others stay valid")
    func verification() throws {
        let bob = try fixture.issue("bob").certificate
        try store.add(bob, uris: ["sip:bob@example.test"])
        try store.revoke([bob], reason: .superseded, at: now)
        let copy = try copy()
        #expect(try copy.revokedFingerprints(among: [alice, bob], at: now) == [bob.fingerprint])
        #expect(try copy.check().defects.isEmpty)
    }

    @Test("sign again after the last CRL was merged, whose revocations then count")
    func merging() throws {
        let copy = try copy()
        try store.revoke([alice], reason: .keyCompromise, at: now + 1)
        let last = try recover(store, .none)
        let number = try #require(last[0].number.flatMap(UInt64.init))
        let next = try recover(copy, .merging(last))
        #expect(next.map(\.count) == [1] && next[0].number.flatMap(UInt64.init) ?? 0 > number)
        #expect(try copy.currentAuthority().use == .inUse && copy.check().defects.isEmpty)
        #expect(try copy.compromise(ofKeyIn: alice) != nil)
        try copy.rotate(copy.currentAuthority(), to: StoreFixture.authority(number: 2), at: now + 101)
    }

    @Test("sign again if no CRL was lost")
    func noneLost() throws {
        let copy = try copy()
        #expect(try recover(copy, .noListWasLost).count == 1)
        #expect(try copy.authority().certificate == fixture.authority.certificate)
    }

    @Test("stay withheld if another authority signed the CRL, or if it cannot be delivered")
    func failures() throws {
        struct Full: Error {}
        let copy = try copy()
        let namesake = try StoreFixture.authority().revocationList(
            number: 1, revoked: [], at: now, nextUpdate: now + 60)
        #expect(throws: CertStoreError.notOwnRevocationList(issuer: namesake.issuer)) {
            try recover(copy, .merging([namesake]))
        }
        #expect(throws: Full.self) {
            try copy.nextRevocationLists(
                lasting: 60, recovery: .noListWasLost, clock: { now }, beforeCommit: { _ in throw Full() })
        }
        #expect(try copy.currentAuthority().use == .awaitsLastList)
    }

    @Test("are used again one at a time, each after its own last CRL")
    func rotated() throws {
        let old = try store.currentAuthority()
        try store.rotate(old, to: StoreFixture.authority(number: 2), at: now)
        let copy = try copy()
        let (new, last) = (try copy.currentAuthority(), try recover(store, .none))
        #expect(throws: CertStoreError.authorityAwaitsList(identifier: old.identifier)) {
            try recover(copy, .merging([last[0]]))
        }
        let one = try copy.nextRevocationLists(
            lasting: 60, of: new, recovery: .merging([last[0]]), clock: { now + 100 }, beforeCommit: { _ in })
        #expect(one.lists.count == 1)
        #expect(try copy.ownAuthorities().map(\.use) == [.inUse, .awaitsLastList])
        #expect(try recover(copy, .merging([last[1]])).count == 2)
        #expect(try copy.ownAuthorities().map(\.use) == [.inUse, .inUse])
    }

    @Test("of a copy of a copy wait too, until the copy is used")
    func copyOfCopy() throws {
        let path = fixture.directory.file("first.db")
        try store.backUp(to: path)
        let second = fixture.directory.file("second.db")
        _ = try CertStore.copy(from: path, to: second)
        #expect(try CertStore.open(second).currentAuthority().use == .awaitsLastList)
    }
}
