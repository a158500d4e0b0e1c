import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// An authority that moves to another store.
@Suite("CertStore, moving the own authority")
struct MovedAuthorityTests {
    private let fixture: StoreFixture
    private let target: CertStore
    private let next: CertificateAuthority
    private let alice: Certificate
    private let bob: Certificate
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    /// Two keys, each with a certificate; that of the former one is revoked.
    init() throws {
        fixture = try StoreFixture()
        next = try StoreFixture.authority(number: 2)
        let store = fixture.store
        try store.adopt(fixture.authority)
        alice = try fixture.issue("alice").certificate
        try store.add(alice, uris: [StoreFixture.alice])
        try store.rotate(store.currentAuthority(), to: next, at: StoreFixture.now)
        bob = try next.issue(
            .user(address: "bob@example.test", uris: ["sip:bob@example.test"]),
            for: PrivateKey.generate(.p256), validity: CertificateValidity(from: StoreFixture.now, days: 9))
        try store.add(bob, uris: ["sip:bob@example.test"])
        try store.revoke([alice], reason: .keyCompromise, at: StoreFixture.now + 5)
        target = try CertStore.openOrCreate(fixture.directory.file("target.db"), encrypted: false)
    }

    private func moved(_ store: CertStore? = nil, at seconds: Double = 60) throws -> MovedAuthority {
        var moved: MovedAuthority?
        try (store ?? self.store).exportAuthority(lasting: 600, clock: { now + seconds }) { moved = $0 }
        return try #require(moved)
    }

    private func bring(_ moved: MovedAuthority, into store: CertStore) throws {
        try store.importAuthority(
            moved.keys,
            issued: moved.issued.map { der in
                let certificate = try Certificate(der: der)
                return (certificate, certificate.facts.uris)
            })
    }

    private func lists(_ store: CertStore, _ recovery: ListRecovery = .none) throws -> [RevocationList] {
        try store.nextRevocationLists(
            lasting: 60, recovery: recovery, clock: { now + 100 }, beforeCommit: { _ in }
        ).lists
    }

    @Test("keeps every key with its revocations, CRL number and issued certificates")
    func content() throws {
        let moved = try moved()
        #expect(moved.keys.map(\.certificates) == [[fixture.authority.certificate], [next.certificate]])
        #expect(moved.keys.compactMap(\.privateKey).count == 2)
        #expect(moved.keys.compactMap(\.list?.count) == [1, 0])
        #expect(moved.issued == [alice.der, bob.der])
        try bring(moved, into: target)
        let own = try target.ownAuthorities()
        #expect(own.map(\.certificate) == [next.certificate, fixture.authority.certificate])
        #expect(own.map(\.use) == [.awaitsLastList, .awaitsLastList] && own[0].standing == .current)
        #expect(own.map(\.domain) == ["example.test", "example.test"])
        #expect(try target.trustAnchors().count == 2)
        #expect(try target.revocations() == store.revocations())
        #expect(try target.compromise(ofKeyIn: alice) != nil)
        #expect(try target.certificates(forURI: "sip:bob@example.test").map(\.certificate) == [bob])
        #expect(try target.check().defects.isEmpty && store.check().defects.isEmpty)
        let last = moved.keys.compactMap { $0.list?.number.flatMap(UInt64.init) }
        let new = try lists(target, .noListWasLost).compactMap { $0.number.flatMap(UInt64.init) }
        #expect(new.count == 2 && new[0] > last[1] && new[1] > last[0])
        #expect(try target.check().defects.isEmpty)
        let statuses = try target.statuses(
            ofSerialNumbers: [bob.facts.serialNumber], issuedBy: next.certificate)
        #expect(statuses == [bob.facts.serialNumber: .good])
    }

    @Test("signs nothing in the store that it left, nor in a copy of that store")
    func left() throws {
        _ = try moved()
        let copy = fixture.directory.file("copy.db")
        _ = try CertStore.copy(from: fixture.path, to: copy)
        for store in [store, try CertStore.open(copy)] {
            #expect(throws: CertStoreError.authorityExported) { try store.authority() }
            for recovery in [ListRecovery.none, .noListWasLost] {
                #expect(throws: CertStoreError.authorityExported) { try lists(store, recovery) }
            }
            #expect(throws: CertStoreError.authorityExported) {
                try store.revoke([bob], reason: .superseded, at: now + 70)
            }
            #expect(throws: CertStoreError.authorityExported) {
                try store.rotate(
                    store.currentAuthority(), to: StoreFixture.authority(number: 3), at: now + 70)
            }
        }
        #expect(throws: CertStoreError.authorityExists) { try store.adopt(StoreFixture.authority()) }
    }

    @Test("signs nothing here with what was prepared before: a rotation, a renewal, an issued certificate")
    func prepared() throws {
        let former = try store.currentAuthority()
        let third = try StoreFixture.authority(number: 3)
        let renewed = try next.renewed(validity: CertificateValidity(from: now + 30, days: 4000))
        let carol = try next.issue(
            .user(address: "carol@example.test", uris: ["sip:carol@example.test"]),
            for: PrivateKey.generate(.p256), validity: CertificateValidity(from: now, days: 9))
        let other = try CertStore.open(fixture.path)
        _ = try moved(other)
        #expect(throws: CertStoreError.authorityExported) {
            try store.rotate(former, to: third, at: now + 70)
        }
        #expect(throws: CertStoreError.authorityExported) { try store.renew(renewed) }
        #expect(throws: CertStoreError.authorityExported) {
            try store.add(
                [(certificate: carol, uris: ["sip:carol@example.test"], key: nil)],
                issuedBy: next.certificate)
        }
        #expect(try store.ownAuthorities().map(\.use) == [.exported, .exported])
        #expect(try store.certificates(forURI: "sip:carol@example.test").isEmpty)
    }

    @Test("stays in its store if the file cannot be written")
    func unwritten() throws {
        struct Full: Error {}
        #expect(throws: Full.self) {
            try store.exportAuthority(lasting: 60, clock: { now }, beforeCommit: { _ in throw Full() })
        }
        #expect(try lists(store).count == 2)
    }

    @Test("can be exported again, with the CRL number of the first time, in case the file is lost")
    func again() throws {
        let first = try moved()
        let second = try moved()
        let numbers = [first, second].compactMap { $0.keys[1].list?.number.flatMap(UInt64.init) }
        #expect(numbers.count == 2 && numbers[0] == numbers[1] && second.issued == first.issued)
        #expect(throws: CertStoreError.authorityExported) { try store.authority() }
    }

    @Test("keeps an old revocation of a certificate that no store has on every CRL")
    func unknownCertificate() throws {
        let long = try StoreFixture.authority(number: 9)
        let year = 365.0 * 86_400
        let old = RevokedCertificate(serialNumber: "7F01", revokedAt: now - 3 * year, reason: .superseded)
        let list = try long.revocationList(
            number: 5, revoked: [old], at: now, nextUpdate: now + 86_400)
        let key = MovedAuthority.Key(
            certificates: [long.certificate], privateKey: long.key, list: list)
        try target.importAuthority([key], issued: [])
        #expect(try lists(target, .noListWasLost).map(\.count) == [1])
        for _ in 1...2 { #expect(try lists(target).map(\.count) == [1]) }
    }

    @Test("cannot be exported while it awaits its last CRL")
    func waiting() throws {
        try bring(moved(), into: target)
        let own = try target.ownAuthorities()
        let error = CertStoreError.authorityAwaitsList(identifier: own[1].identifier)
        #expect(throws: error) { try self.moved(target) }
        _ = try lists(target, .noListWasLost)
        #expect(try self.moved(target).keys.count == 2)
    }

    @Test("cannot be imported into a store that has another authority, or that uses this one")
    func occupied() throws {
        let moved = try moved()
        let other = try StoreFixture()
        try other.store.adopt(other.authority)
        #expect(throws: CertStoreError.authorityExists) { try bring(moved, into: other.store) }
        // Nor into a store whose own authority was exported.
        let third = try StoreFixture()
        try third.store.adopt(StoreFixture.authority(number: 7))
        _ = try self.moved(third.store)
        #expect(throws: CertStoreError.authorityExists) { try bring(moved, into: third.store) }
        try bring(moved, into: target)
        _ = try lists(target, .noListWasLost)
        #expect(throws: CertStoreError.authorityInUse) { try bring(moved, into: target) }
        #expect(try target.ownAuthorities().map(\.use) == [.inUse, .inUse])
    }

    @Test("can return with later changes; before that, its CRLs from the other store count here")
    func back() throws {
        try bring(moved(), into: target)
        _ = try lists(target, .noListWasLost)
        try target.revoke([bob], reason: .superseded, at: now + 110)
        let published = try lists(target)
        // The store that it left imports its CRLs as those of any other authority.
        _ = try store.add(published)
        #expect(try store.revokedFingerprints(among: [bob], at: now + 120) == [bob.fingerprint])
        #expect(try store.revocation(of: bob, at: now + 120)?.reason == .superseded)
        #expect(try store.check().defects.isEmpty)
        let third = try StoreFixture.authority(number: 3)
        try target.rotate(target.currentAuthority(), to: third, at: now + 120)
        try bring(moved(target, at: 130), into: store)
        #expect(try store.ownAuthorities().map(\.certificate).first == third.certificate)
        #expect(try lists(store, .noListWasLost).map(\.count) == [0, 1, 1])
        #expect(try store.check().defects.isEmpty)
        #expect(throws: CertStoreError.authorityExported) { try target.authority() }
    }

    @Test("moves without its compromised key, which the other store knows as compromised")
    func compromised() throws {
        try store.rotate(
            store.currentAuthority(), to: StoreFixture.authority(number: 3), at: now + 20, isCompromised: true
        )
        let moved = try moved()
        #expect(moved.keys.map { $0.privateKey == nil } == [false, true, false])
        try bring(moved, into: target)
        #expect(try target.ownAuthorities().map(\.isTrusted) == [true, false, true])
        #expect(try target.trustAnchors().count == 2)
        #expect(try target.compromise(ofKeyIn: next.certificate) != nil)
        #expect(try lists(target, .noListWasLost).count == 2)
        #expect(try target.check().defects.isEmpty)
    }

    @Test("keeps all certificates of a renewed key, so that earlier instants can be checked")
    func renewed() throws {
        let renewed = try next.renewed(validity: CertificateValidity(from: now + 30, days: 4000))
        try store.renew(renewed)
        let moved = try moved()
        #expect(moved.keys[1].certificates == [next.certificate, renewed.certificate])
        try bring(moved, into: target)
        _ = try lists(target, .noListWasLost)
        let own = try #require(
            try target.revocationLists().first { $0.isIssued(by: renewed.certificate) })
        #expect(own.thisUpdate == next.certificate.facts.notBefore)
        #expect(own.nextUpdate == renewed.certificate.facts.notAfter)
        #expect(try target.trustAnchors().count == 3)
    }

    @Test("is encrypted under the passphrase of the other store, and cannot be imported without it")
    func passphrases() throws {
        let moved = try moved()
        let encrypted = try CertStore.openOrCreate(fixture.directory.file("e.db"), encrypted: true)
        #expect(throws: CertStoreError.passphraseRequired) { try bring(moved, into: encrypted) }
        #expect(try encrypted.ownAuthorities().isEmpty)
        try encrypted.importAuthority(moved.keys, issued: [], passphrase: StoreFixture.passphrase)
        for key in moved.keys.compactMap(\.privateKey) {
            #expect(try !StoreFixture.files(in: fixture.directory, holding: key).contains("e.db"))
        }
        #expect(try encrypted.check(passphrase: StoreFixture.passphrase).defects.isEmpty)
    }
}
