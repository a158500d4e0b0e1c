import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// Merging a CRL that the store's own authority made, but that the store does not know.
@Suite("CertStore, CRLs of the own authority")
struct MergedListTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
    }

    private func file(_ user: String) throws -> Certificate {
        let certificate = try fixture.issue(user).certificate
        try store.add(certificate, uris: ["sip:\(user)@example.test"])
        return certificate
    }

    private func list(
        _ entries: [(Certificate, RevocationReason)], number: UInt64,
        by authority: CertificateAuthority? = nil
    ) throws -> RevocationList {
        try (authority ?? fixture.authority).revocationList(
            number: number,
            revoked: entries.map {
                RevokedCertificate(serialNumber: $0.facts.serialNumber, revokedAt: now + 5, reason: $1)
            }, at: now + 10, nextUpdate: now + 70)
    }

    private var late: UInt64 { UInt64(now.timeIntervalSince1970) + 1_000_000 }

    @Test("revokes the listed certificates at once, whether or not they are in the store")
    func entries() throws {
        let (alice, elsewhere) = (try file("alice"), try fixture.issue("bob").certificate)
        let given = try list([(alice, .superseded), (elsewhere, .unspecified)], number: late)
        #expect(try store.add([given]) == [.merged(revocations: 2, isLater: true)])
        #expect(try store.revokedFingerprints(among: [alice], at: now + 20) == [alice.fingerprint])
        #expect(try Set(store.revocations().map(\.reason)) == [.superseded, .unspecified])
        // The store checks paths with the CRL that it makes for its own use.
        #expect(try store.revocationLists().map(\.count) == [2])
        #expect(try store.check().defects.isEmpty)
        let next = try store.nextRevocationList(lasting: 60) { now + 20 }
        #expect(next.count == 2 && next.number == String(late + 2))
        #expect(try store.add([given]) == [.merged(revocations: 0, isLater: false)])
    }

    @Test("has a number that the next CRL exceeds, and an earlier CRL does not lower it")
    func numbers() throws {
        #expect(try store.add([list([], number: late)]) == [.merged(revocations: 0, isLater: true)])
        #expect(try store.add([list([], number: 1)]) == [.merged(revocations: 0, isLater: false)])
        #expect(try store.nextRevocationList(lasting: 60) { now }.number == String(late + 1))
    }

    @Test("of a retired key is merged into the revocations of that key")
    func retired() throws {
        let alice = try file("alice")
        let next = try StoreFixture.authority(number: 2)
        try store.rotate(store.currentAuthority(), to: next, at: now)
        let both = [
            try list([(alice, .superseded)], number: late), try list([], number: late + 7, by: next),
        ]
        #expect(
            try store.add(both) == [
                .merged(revocations: 1, isLater: true), .merged(revocations: 0, isLater: true),
            ])
        let lists = try store.nextRevocationLists(lasting: 60, clock: { now + 20 }) { _ in }.lists
        #expect(lists.map(\.count) == [0, 1] && lists.map(\.number) == [String(late + 8), String(late + 2)])
    }

    @Test("can make a hold permanent, and lifts no hold")
    func holds() throws {
        let (alice, bob) = (try file("alice"), try file("bob"))
        try store.revoke([alice, bob], reason: .certificateHold, at: now)
        _ = try store.add([list([(alice, .affiliationChanged)], number: late)])
        #expect(try store.revocation(ofSerialNumber: alice.facts.serialNumber)?.reason == .affiliationChanged)
        #expect(try store.revocation(ofSerialNumber: bob.facts.serialNumber)?.reason == .certificateHold)
        #expect(try store.check().defects.isEmpty)
    }

    @Test("that is earlier does not restore a hold that was lifted since")
    func lifted() throws {
        let alice = try file("alice")
        try store.revoke([alice], reason: .certificateHold, at: now)
        let earlier = try store.nextRevocationList(lasting: 60) { now }
        try store.release([alice], at: now + 1)
        #expect(try store.add([earlier]) == [.merged(revocations: 0, isLater: false)])
        #expect(try store.revocations().isEmpty)
    }

    @Test("leaves a permanent revocation as it is, unless the key is compromised")
    func permanent() throws {
        let (alice, bob) = (try file("alice"), try file("bob"))
        try store.revoke([alice, bob], reason: .superseded, at: now)
        _ = try store.add([list([(alice, .unspecified), (bob, .keyCompromise)], number: late)])
        #expect(try store.revocation(ofSerialNumber: alice.facts.serialNumber)?.reason == .superseded)
        #expect(try store.revocation(ofSerialNumber: bob.facts.serialNumber)?.reason == .keyCompromise)
        #expect(try store.compromise(ofKeyIn: bob) != nil && store.compromise(ofKeyIn: alice) == nil)
    }

    @Test("compromises the key of a certificate that is filed later")
    func filedLater() throws {
        let alice = try fixture.issue("alice").certificate
        _ = try store.add([list([(alice, .keyCompromise)], number: late)])
        #expect(try store.compromise(ofKeyIn: alice) == nil)
        try store.add(alice, uris: [StoreFixture.alice])
        #expect(try store.compromise(ofKeyIn: alice) != nil)
    }

    @Test("compromises no key that another authority of the same name certified under that serial number")
    func forged() throws {
        let namesake = try StoreFixture.authority()
        let forged = try namesake.issue(
            .user(address: "a@example.test", uris: [StoreFixture.alice]), for: PrivateKey.generate(.p256),
            validity: CertificateValidity(from: now, days: 5))
        _ = try store.add([list([(forged, .keyCompromise)], number: late)])
        try store.add(forged, uris: [StoreFixture.alice])
        #expect(try store.compromise(ofKeyIn: forged) == nil)
    }

    @Test("is refused if it cannot be merged, or if another authority of the same name signed it")
    func refused() throws {
        let namesake = try StoreFixture.authority()
        let foreign = try list([], number: late, by: namesake)
        #expect(throws: CertStoreError.unknownRevocationListIssuer(issuer: foreign.issuer)) {
            try store.add([foreign])
        }
        let high = try list([], number: 1 << 62)
        #expect(throws: CertStoreError.unmergeableRevocationList(number: high.number)) {
            try store.add([high])
        }
        #expect(try store.add([list([], number: 1 << 62 - 1)]).count == 1)
        try store.rotate(
            store.currentAuthority(), to: StoreFixture.authority(number: 2), at: now, isCompromised: true)
        #expect(throws: CertStoreError.unmergeableRevocationList(number: String(late))) {
            try store.add([list([], number: late)])
        }
        #expect(try store.nextRevocationList(lasting: 60) { now }.count == 0)
    }

    @Test("needs the passphrase of the store's keys, and nothing is changed without it")
    func passphrase() throws {
        let encrypted = try StoreFixture(encrypted: true)
        try encrypted.store.adopt(encrypted.authority, passphrase: StoreFixture.passphrase)
        let given = try list(
            [(try fixture.issue("a").certificate, .superseded)], number: late, by: encrypted.authority)
        #expect(throws: CertStoreError.passphraseRequired) { try encrypted.store.add([given]) }
        #expect(try encrypted.store.revocations().isEmpty)
        _ = try encrypted.store.add([given], passphrase: StoreFixture.passphrase)
        #expect(try encrypted.store.revocations().count == 1)
    }
}
