import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, keys of the own authority")
struct OwnAuthorityTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }
    private let now = StoreFixture.now
    private let next: CertificateAuthority

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
        next = try StoreFixture.authority(number: 2)
    }

    private func rotate(isCompromised: Bool = false) throws {
        try store.rotate(store.currentAuthority(), to: next, at: now + 60, isCompromised: isCompromised)
    }

    private func issue(_ user: String, by authority: CertificateAuthority, days: Int = 100) throws
        -> Certificate
    {
        let uri = "sip:\(user)@example.test"
        let certificate = try authority.issue(
            .user(address: "\(user)@example.test", uris: [uri]), for: .generate(.p256),
            validity: CertificateValidity(from: now, days: days))
        try store.add(certificate, uris: [uri])
        return certificate
    }

    @Test("the newest key is the current one, the others are retired or compromised")
    func standings() throws {
        #expect(try store.ownAuthorities().map(\.standing) == [.current])
        try rotate()
        #expect(try store.ownAuthorities().map(\.standing) == [.current, .retired(at: now + 60)])
        #expect(try store.authorityCertificate() == next.certificate)
        #expect(try store.trustAnchors().map(\.isFormer).sorted { $0 && !$1 } == [true, false])
        let third = try StoreFixture.authority(number: 3)
        try store.rotate(store.currentAuthority(), to: third, at: now + 90, isCompromised: true)
        #expect(
            try store.ownAuthorities().map(\.standing) == [
                .current, .compromised(at: now + 90), .retired(at: now + 60),
            ])
        #expect(
            try Set(store.trustAnchors().map(\.certificate)) == [
                third.certificate, fixture.authority.certificate,
            ])
        #expect(try CertStore.open(fixture.path).ownAuthorities() == store.ownAuthorities())
    }

    @Test("a name is taken once, and a key that another process replaced is not replaced again")
    func names() throws {
        let old = try store.currentAuthority()
        #expect(throws: CertStoreError.authorityChangedMeanwhile) {
            try store.rotate(old, to: StoreFixture.authority(), at: now)
        }
        try rotate()
        #expect(throws: CertStoreError.authorityChangedMeanwhile) {
            try store.rotate(old, to: StoreFixture.authority(number: 3), at: now)
        }
        #expect(throws: CertStoreError.authorityChangedMeanwhile) {
            try store.renew(fixture.authority.renewed(validity: CertificateValidity(from: now, days: 5000)))
        }
        #expect(try store.ownAuthorities().count == 2 && store.check().defects.isEmpty)
    }

    @Test("a renewal moves the private key, which is there once")
    func renewal() throws {
        let renewed = try fixture.authority.renewed(validity: CertificateValidity(from: now, days: 5000))
        try store.renew(renewed)
        #expect(try store.authority().certificate == renewed.certificate)
        #expect(throws: CertStoreError.noPrivateKey(fingerprint: fixture.authority.certificate.fingerprint)) {
            try store.privateKey(of: fixture.authority.certificate)
        }
        let check = try store.check()
        #expect(check.defects.isEmpty && check.keys == 1 && check.certificates == 2)
        // The store's own CRL covers the lifetime of both certificates.
        let list = try #require(try store.revocationLists().first)
        #expect(list.thisUpdate == fixture.authority.certificate.facts.notBefore)
        #expect(list.nextUpdate == renewed.certificate.facts.notAfter)
    }

    @Test("serial numbers are revoked by the key that issued them, each in the CRL of its key")
    func revocations() throws {
        let alice = try issue("alice", by: fixture.authority)
        try rotate()
        let bob = try issue("bob", by: next)
        try store.revoke([alice, bob], reason: .superseded, at: now + 70)
        let lists = try store.nextRevocationLists(lasting: 60, clock: { now + 80 }) { _ in }.lists
        #expect(lists.map(\.count) == [1, 1])
        #expect(try lists[0].entry(at: 0).serialNumber == bob.facts.serialNumber)
        #expect(try lists[1].entry(at: 0).serialNumber == alice.facts.serialNumber)
        #expect(
            try store.revokedFingerprints(among: [alice, bob], at: now + 80) == [
                alice.fingerprint, bob.fingerprint,
            ])
        #expect(throws: CertStoreError.self) { try store.revoke([alice], reason: .superseded, at: now) }
        #expect(try store.check().defects.isEmpty)
    }

    @Test("a certificate of a retired key cannot be revoked as one of its authority's own certificates")
    func own() throws {
        try rotate()
        let subject = fixture.authority.certificate.facts.subject
        #expect(throws: CertStoreError.authorityAsSubscriber(subject: subject)) {
            try store.revoke([fixture.authority.certificate], reason: .superseded, at: now)
        }
    }

    @Test("a retired key signs CRLs as long as a certificate that it may have issued is valid")
    func listsEnd() throws {
        // The certificate may have been handed out and removed.
        try rotate()
        let afterYear = now + 60 + 365 * 86_400.0
        for (instant, expected) in [(afterYear, 2), (afterYear + 1, 1)] {
            let lists = try store.nextRevocationLists(lasting: 60, clock: { instant }) { _ in }.lists
            #expect(lists.count == expected, "\(instant)")
        }
        let long = try issue("long", by: fixture.authority, days: 1000)
        for (instant, expected) in [(long.facts.notAfter, 2), (long.facts.notAfter + 1, 1)] {
            let lists = try store.nextRevocationLists(lasting: 60, clock: { instant }) { _ in }.lists
            #expect(lists.count == expected, "\(instant)")
        }
    }

    @Test("copies and backups have every key and its revocations", arguments: [true, false])
    func copies(isBackup: Bool) throws {
        let alice = try issue("alice", by: fixture.authority)
        try rotate()
        try store.revoke([alice], reason: .superseded, at: now + 70)
        let path = fixture.directory.file("copy.db")
        if isBackup {
            try store.backUp(to: path)
        } else {
            _ = try CertStore.copy(from: fixture.path, to: path)
        }
        let copy = try CertStore.open(path)
        #expect(try copy.ownAuthorities().map(\.certificate) == store.ownAuthorities().map(\.certificate))
        #expect(try copy.ownAuthorities().map(\.standing) == store.ownAuthorities().map(\.standing))
        #expect(try copy.revocations() == store.revocations())
        #expect(try copy.check().defects.isEmpty)
    }

    @Test("a CRL has the seconds since 1970 as its number, or one more than the last if that is higher")
    func numbers() throws {
        func number(_ instant: Date) throws -> Int? {
            try store.nextRevocationList(lasting: 60) { instant }.number.flatMap(Int.init)
        }
        let seconds = Int(now.timeIntervalSince1970)
        #expect(try number(now + 5.9) == seconds + 5)
        #expect(try number(now + 5.9) == seconds + 6)
        #expect(try number(now + 3) == seconds + 7)
        #expect(try number(now + 60) == seconds + 60)
        let alice = try issue("alice", by: fixture.authority)
        try store.revoke([alice], reason: .superseded, at: now + 100)
        #expect(try store.revocationLists().compactMap { $0.number.flatMap(Int.init) } == [seconds + 100])
        #expect(try number(now + 90) == seconds + 101)
    }
}
