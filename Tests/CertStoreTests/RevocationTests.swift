import CMS
import CertStore
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("CertStore, revocation")
struct RevocationTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }
    private let now = StoreFixture.now

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
    }

    private func filed(_ user: String) throws -> Certificate {
        let certificate = try fixture.issue(user).certificate
        try store.add(certificate, uris: ["sip:\(user)@example.test"])
        return certificate
    }

    private func verify(_ certificate: Certificate, at instant: Date) throws(CMSError) -> TrustedPath {
        let lists = (try? store.revocationLists()) ?? []
        return try TrustAnchors([fixture.authority.certificate], revocationLists: lists)
            .verify(certificate, at: instant)
    }

    private func entry(
        _ certificate: Certificate, _ reason: RevocationReason, at date: Date
    ) -> RevokedCertificate {
        RevokedCertificate(serialNumber: certificate.facts.serialNumber, revokedAt: date, reason: reason)
    }

    @Test("counts a revocation at once, from its own second on, as long as its authority exists")
    func atOnce() throws {
        let alice = try filed("alice")
        let bob = try filed("bob")
        #expect(try verify(alice, at: now + 60).unlisted.isEmpty)
        try store.revoke([alice], reason: .keyCompromise, at: now + 60.7)
        for store in [store, try CertStore.open(fixture.path)] {
            #expect(try store.revocations() == [entry(alice, .keyCompromise, at: now + 60)])
        }
        for instant in [now + 60, now + 300 * 86_400] {
            #expect(throws: CMSError.revoked(alice, at: now + 60, reason: .keyCompromise)) {
                try verify(alice, at: instant)
            }
            #expect(try verify(bob, at: instant).outdated.isEmpty)
        }
        #expect(try verify(alice, at: now + 59).outdated.isEmpty)
    }

    @Test("revokes only certificates of its own authority, all or nothing")
    func foreign() throws {
        let alice = try filed("alice")
        // An authority of the same name.
        let namesake = try StoreFixture.authority()
        let other = try namesake.issue(
            .user(address: "bob@example.test", uris: ["sip:bob@example.test"]), for: .generate(.p256),
            validity: CertificateValidity(from: now, days: 9))
        try store.add(other, uris: ["sip:bob@example.test"])
        let serialNumber = other.facts.serialNumber
        #expect(throws: CertStoreError.notIssuedHere(serialNumber: serialNumber)) {
            try store.revoke([alice, other], reason: .superseded, at: now)
        }
        #expect(try store.revocations().isEmpty)
        _ = try verify(alice, at: now + 1)
        let none = try StoreFixture()
        #expect(throws: CertStoreError.noAuthority) {
            try none.store.revoke([alice], reason: .superseded, at: now)
        }
    }

    @Test("revokes once; a certificate on hold can be revoked permanently, as of the first date")
    func twice() throws {
        let (alice, bob) = (try filed("alice"), try filed("bob"))
        try store.revoke([alice], reason: .certificateHold, at: now)
        let held = entry(alice, .certificateHold, at: now)
        #expect(throws: CertStoreError.alreadyRevoked(held)) {
            try store.revoke([bob, alice], reason: .certificateHold, at: now + 9)
        }
        try store.revoke([alice], reason: .superseded, at: now + 9)
        let revoked = entry(alice, .superseded, at: now)
        #expect(try store.revocations() == [revoked])
        #expect(throws: CertStoreError.alreadyRevoked(revoked)) {
            try store.revoke([alice], reason: .keyCompromise, at: now + 9)
        }
    }

    @Test("keeps a revocation after the certificate was removed")
    func removed() throws {
        let alice = try filed("alice")
        try store.revoke([alice], reason: .superseded, at: now)
        try store.remove(alice)
        #expect(try store.revocations().count == 1)
        #expect(throws: CMSError.revoked(alice, at: now, reason: .superseded)) { try verify(alice, at: now) }
    }

    @Test("issues CRLs with increasing numbers, in every process")
    func lists() throws {
        let (alice, bob) = (try filed("alice"), try filed("bob"))
        try store.revoke([alice, bob], reason: .superseded, at: now)
        var last = 0
        for store in [store, try CertStore.open(fixture.path), store] {
            let list = try store.nextRevocationList(lasting: 86_400) { now + 5 }
            let number = try #require(Int(list.number ?? ""))
            #expect(number > last && list.count == 2 && list.thisUpdate == now + 5)
            #expect(list.isIssued(by: fixture.authority.certificate))
            #expect(list.entry(for: alice) == entry(alice, .superseded, at: now))
            last = number
        }
        #expect(throws: CertStoreError.cryptography(.malformed(.revocationList))) {
            try store.nextRevocationList(lasting: 0) { now }
        }
        // A failure uses no number.
        let next = try store.nextRevocationList(lasting: 86_400) { now + 5 }.number
        #expect(Int(next ?? "") == last + 1)
        #expect(try store.revocationLists().count == 1)
    }

    @Test("lists an expired certificate once more after its end, and then no more; this store still uses it")
    func expired() throws {
        let (alice, bob) = (try filed("alice"), try fixture.issue("bob", from: now + 86_400).certificate)
        try store.revoke([alice, bob], reason: .superseded, at: now)
        func published(at instant: Date) throws -> [Bool] {
            let list = try store.nextRevocationList(lasting: 86_400) { instant }
            return [list.entry(for: alice) != nil, list.entry(for: bob) != nil]
        }
        let end = alice.facts.notAfter
        #expect(try published(at: now) == [true, true])
        // Its last second is one of validity, on the last CRL before its end and on the first after it.
        #expect(try published(at: end) == [true, true])
        #expect(try published(at: end + 1) == [true, true])
        #expect(try published(at: end + 2) == [false, true])
        // The clock was wrong before.
        #expect(try published(at: now + 1) == [true, true])
        #expect(try published(at: end + 2 * 86_400) == [false, true])
        #expect(try published(at: end + 2 * 86_400) == [false, false])
        #expect(throws: CMSError.revoked(alice, at: now, reason: .superseded)) {
            try verify(alice, at: now + 60)
        }
        #expect(try store.revocations().count == 2 && store.check().defects.isEmpty)
    }

    @Test("lists a certificate revoked, or given another reason, after its end once")
    func revokedAfterEnd() throws {
        let (alice, bob) = (try filed("alice"), try filed("bob"))
        let late = alice.facts.notAfter + 9
        func counts() throws -> [Int] {
            try (0..<2).map { _ in try store.nextRevocationList(lasting: 60) { late }.count }
        }
        try store.revoke([bob], reason: .certificateHold, at: now)
        #expect(try counts() == [1, 0])
        try store.revoke([alice], reason: .superseded, at: late)
        #expect(try counts() == [1, 0])
        try store.revoke([bob], reason: .keyCompromise, at: late)
        #expect(try counts() == [1, 0])
    }

    @Test("reads the clock for a CRL when no other can come between, so that time increases with the numbers")
    func clock() async throws {
        let clock = TickingClock()
        let lists = try await withThrowingTaskGroup(of: RevocationList.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try CertStore.open(fixture.path).nextRevocationList(lasting: 60) { now + clock.tick() }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let sorted = lists.sorted { Int($0.number ?? "") ?? 0 < Int($1.number ?? "") ?? 0 }
        #expect(sorted.map(\.thisUpdate) == (1...8).map { now + Double($0) })
    }

    @Test("issues no number twice, and loses no revocation, with several writers at once")
    func concurrently() async throws {
        let certificates = try (0..<8).map { try filed("user\($0)") }
        let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
            for certificate in certificates {
                group.addTask {
                    let other = try CertStore.open(fixture.path)
                    try other.revoke([certificate], reason: .superseded, at: now)
                    return try other.nextRevocationList(lasting: 60) { now }.number
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(numbers.count == 8)
        #expect(try store.revocations().count == 8)
        #expect(try store.revocationLists().map(\.count) == [8])
    }

    @Test("needs the passphrase of its keys to revoke")
    func encrypted() throws {
        let fixture = try StoreFixture(encrypted: true)
        try fixture.store.adopt(fixture.authority, passphrase: StoreFixture.passphrase)
        let alice = try fixture.issue("alice").certificate
        #expect(throws: CertStoreError.passphraseRequired) {
            try fixture.store.revoke([alice], reason: .superseded, at: now)
        }
        #expect(throws: CertStoreError.wrongPassphrase) {
            try fixture.store.nextRevocationList(lasting: 9, passphrase: SecretOctets("another")) { now }
        }
        #expect(try fixture.store.revocations().isEmpty)
        try fixture.store.revoke(
            [alice], reason: .superseded, at: now, passphrase: StoreFixture.passphrase)
        // Reading does not need it.
        #expect(try fixture.store.revocationLists().first?.count == 1)
    }

    @Test("fails the check if its own CRL was changed without the library", .onlyInFiles)
    func checked() throws {
        let alice = try filed("alice")
        let serial = alice.facts.serialNumber
        try store.revoke([alice], reason: .superseded, at: now)
        #expect(try store.check().defects.isEmpty)
        let fingerprint = try #require(store.revocationLists().first).fingerprint
        _ = try SQLiteProbe.text(fixture.path, "UPDATE revocation_list SET der = x'00'")
        #expect(
            try store.check().defects == [
                .unreadableRevocationList(fingerprint: fingerprint),
                .revocationsNotListed(serialNumbers: [serial]),
            ])
        // Then no certificate is trusted.
        #expect(throws: CertStoreError.cryptography(.malformed(.revocationList))) {
            try store.revocationLists()
        }
        _ = try SQLiteProbe.text(fixture.path, "DELETE FROM revocation_list")
        #expect(try store.check().defects == [.revocationsNotListed(serialNumbers: [serial])])
    }

    @Test("fails the check if its CRL lists other certificates than it revoked", .onlyInFiles)
    func checkedAgainstOthers() throws {
        let (alice, bob) = (try filed("alice"), try filed("bob"))
        try store.revoke([alice, bob], reason: .superseded, at: now)
        let serials = [alice, bob].map(\.facts.serialNumber)
        func change(_ assignment: String) throws -> [StoreDefect] {
            _ = try SQLiteProbe.text(
                fixture.path, "UPDATE revocation SET \(assignment) WHERE serial IN ('\(serials[0])', '01')")
            return try store.check().defects
        }
        #expect(try change("reason = 3") == [.revocationsNotListed(serialNumbers: [serials[0]])])
        #expect(
            try change("reason = 4, revoked_at = 9") == [.revocationsNotListed(serialNumbers: [serials[0]])])
        let back = "revoked_at = \(Int(now.timeIntervalSince1970))"
        #expect(
            try change("serial = '01', \(back)") == [
                .revocationsNotListed(serialNumbers: ["01"]),
                .listedNotRevoked(serialNumbers: [serials[0]]),
            ])
        #expect(try change("serial = '\(serials[0])'").isEmpty)
        let fingerprint = try #require(store.revocationLists().first).fingerprint
        _ = try SQLiteProbe.text(fixture.path, "UPDATE revocation_list SET number = '7'")
        #expect(try store.check().defects == [.columnsDiffer(fingerprint: fingerprint)])
    }

    @Test("revokes removed certificates, by their signature, and never its authority itself")
    func removedBefore() throws {
        let alice = try filed("alice")
        try store.remove(alice)
        try store.revoke([alice], reason: .keyCompromise, at: now)
        #expect(throws: CMSError.revoked(alice, at: now, reason: .keyCompromise)) {
            try verify(alice, at: now)
        }
        let own = fixture.authority.certificate
        #expect(throws: CertStoreError.authorityAsSubscriber(subject: own.facts.subject)) {
            try store.revoke([own], reason: .cACompromise, at: now)
        }
    }

    @Test("reports certificates as good, revoked or unknown")
    func statuses() throws {
        let (alice, bob) = (try filed("alice"), try filed("bob"))
        let foreign = try StoreFixture.authority().issue(
            .user(address: "x@example.test", uris: ["sip:x@example.test"]), for: .generate(.p256),
            validity: CertificateValidity(from: now, days: 9))
        try store.add(foreign, uris: ["sip:x@example.test"])
        try store.revoke([bob], reason: .superseded, at: now)
        try store.remove(bob)
        let serials = [alice, bob, foreign].map(\.facts.serialNumber) + ["01"]
        #expect(
            try store.statuses(ofSerialNumbers: serials, issuedBy: fixture.authority.certificate) == [
                alice.facts.serialNumber: .good,
                bob.facts.serialNumber: .revoked(entry(bob, .superseded, at: now)),
            ])
    }
}

/// A clock that advances by a second at each reading.
private final class TickingClock: Sendable {
    private let seconds = Mutex(0.0)

    func tick() -> Double {
        seconds.withLock { seconds in
            seconds += 1
            return seconds
        }
    }
}

@Suite("CertStore, CRLs of other authorities")
struct ForeignListTests {
    private let store: CertStore
    private let fixture: StoreFixture
    private let foreign: CertificateAuthority
    private let now = StoreFixture.now

    init() throws {
        fixture = try StoreFixture()
        store = fixture.store
        foreign = try StoreFixture.authority()
        try store.adopt(fixture.authority)
        try store.trust(foreign.certificate)
    }

    private func list(
        _ number: UInt64, at date: Date, by authority: CertificateAuthority? = nil
    ) throws -> RevocationList {
        try (authority ?? foreign).revocationList(
            number: number, revoked: [], at: date, nextUpdate: date + 86_400)
    }

    private func foreignLists() throws -> [RevocationList] {
        try store.revocationLists().filter { !$0.isIssued(by: fixture.authority.certificate) }
    }

    @Test("keeps the latest of an authority, in whatever order they are imported")
    func latest() throws {
        let (first, second) = (try list(1, at: now), try list(2, at: now + 60))
        #expect(try store.add([first]) == [.added(replacing: [], alongside: [])])
        #expect(try store.add([first]) == [.alreadyPresent])
        #expect(try store.add([second]) == [.added(replacing: [first], alongside: [])])
        #expect(try store.add([first]) == [.superseded(by: second)])
        #expect(try foreignLists() == [second])
        // Another authority of the same name has CRLs of its own.
        let third = try StoreFixture.authority()
        try store.trust(third.certificate)
        let its = try list(9, at: now + 90, by: third)
        #expect(try store.add([its]) == [.added(replacing: [], alongside: [])])
        #expect(try Set(foreignLists()) == [second, its])
    }

    private func listed(_ state: CertificateState? = nil, soon: Bool = false) throws -> [String] {
        var filter = CertificateFilter()
        filter.state = state
        filter.endsBefore = soon ? now + 400 * 86_400 : nil
        var found: [String] = []
        try store.forEachEntry(filter, at: now + 60) { entry in
            found.append(entry.isRevoked ? "\(entry.filedUnder[0]) revoked" : entry.filedUnder[0])
        }
        return found
    }

    private func filed(_ name: String, by authority: CertificateAuthority) throws -> Certificate {
        let certificate = try authority.issue(
            .user(address: name, uris: ["sip:\(name)"]), for: .generate(.p256),
            validity: CertificateValidity(from: now, days: 365))
        try store.add(certificate, uris: ["sip:\(name)"])
        return certificate
    }

    private func list(
        _ number: UInt64, of certificates: [Certificate], reason: RevocationReason = .superseded
    ) throws -> RevocationList {
        let revoked = certificates.map {
            RevokedCertificate(serialNumber: $0.facts.serialNumber, revokedAt: now, reason: reason)
        }
        return try foreign.revocationList(
            number: number, revoked: revoked, at: now, nextUpdate: now + 86_400)
    }

    @Test("lists as revoked the certificates on the CRL of their authority, and no others")
    func listing() throws {
        let (a, _) = (try filed("a", by: foreign), try filed("b", by: foreign))
        let own = try filed("c", by: fixture.authority)
        // An unknown authority of the same name, and the serial number on the CRL.
        let namesake = try filed("d", by: StoreFixture.authority())
        try store.revoke([own], reason: .superseded, at: now)
        #expect(try listed() == ["sip:a", "sip:b", "sip:c revoked", "sip:d"])
        _ = try store.add([try list(1, of: [a, namesake, own])])
        #expect(try listed() == ["sip:a revoked", "sip:b", "sip:c revoked", "sip:d"])
        #expect(try listed(.revoked) == ["sip:a revoked", "sip:c revoked"])
        #expect(try listed(.valid) == ["sip:b", "sip:d"] && listed(soon: true) == ["sip:b", "sip:d"])
        _ = try store.add([try list(2, of: [])])
        #expect(try listed(.revoked) == ["sip:c revoked"])
    }

    @Test("imports CRLs of known authorities, all of them or none")
    func unknown() throws {
        let unknown = try StoreFixture.authority()
        let good = try list(1, at: now)
        let bad = try list(1, at: now, by: unknown)
        #expect(throws: CertStoreError.unknownRevocationListIssuer(issuer: bad.issuer)) {
            try store.add([good, bad])
        }
        var node = try DERNode(parsing: good.der)
        node[2].octets[node[2].octets.count - 1] ^= 1
        let broken = try RevocationList(der: node.der)
        #expect(throws: CertStoreError.unknownRevocationListIssuer(issuer: good.issuer)) {
            try store.add([broken])
        }
        #expect(try foreignLists().isEmpty)
    }

    @Test("stay if their CA is no longer trusted, and revoke again if it is trusted again")
    func distrusted() throws {
        let alice = try filed("alice", by: foreign)
        let its = try list(1, of: [alice])
        _ = try store.add([its])
        _ = try store.distrust(foreign.certificate.fingerprint)
        #expect(try foreignLists() == [its])
        #expect(try listed() == ["sip:alice revoked"])
        try store.trust(foreign.certificate)
        #expect(try listed() == ["sip:alice revoked"])
        #expect(try store.add([its]) == [.alreadyPresent])
        _ = try store.distrust(fixture.authority.certificate.fingerprint)
        #expect(try store.revocationLists().count == 2)
    }

    @Test("of undecided order all stay, and a certificate that one of them revokes is revoked")
    func undecided() throws {
        let alice = try filed("alice", by: foreign)
        let first = try list(1, at: now)
        let (second, third) = (try list(1, of: [alice]), try list(2, at: now - 60))
        #expect(try store.add([first]) == [.added(replacing: [], alongside: [])])
        #expect(try store.add([second]) == [.added(replacing: [], alongside: [first])])
        #expect(try store.add([third]) == [.added(replacing: [], alongside: [first, second])])
        #expect(try listed(.revoked) == ["sip:alice revoked"])
        let last = try list(3, at: now + 60)
        #expect(try store.add([last]) == [.added(replacing: [first, second, third], alongside: [])])
        #expect(try listed(.revoked).isEmpty)
    }

    @Test("also count for another certificate with the authority's name and key")
    func renewed() throws {
        func again(_ authority: CertificateAuthority) throws -> Certificate {
            try authority.issue(
                .testAuthority(domain: "example.test", keys: .secret), for: authority.key,
                validity: CertificateValidity(from: now, days: 90))
        }
        let renewed = try again(foreign)
        try store.trust(renewed)
        let its = try list(1, at: now)
        _ = try store.add([its])
        _ = try store.distrust(foreign.certificate.fingerprint)
        #expect(try foreignLists() == [its])
        _ = try store.distrust(renewed.fingerprint)
        #expect(try foreignLists() == [its])

        // The store's own CRL is of its own authority, however else that is certified.
        let alice = try fixture.issue("alice").certificate
        try store.revoke([alice], reason: .superseded, at: now)
        let second = try again(fixture.authority)
        try store.trust(second)
        _ = try store.distrust(second.fingerprint)
        #expect(try store.revocationLists().map(\.count).sorted() == [0, 1])
    }

    @Test("uses its own revocations, also after an earlier CRL of its own authority was imported")
    func own() throws {
        let alice = try fixture.issue("alice").certificate
        let published = try store.nextRevocationList(lasting: 60) { now }
        try store.revoke([alice], reason: .superseded, at: now + 1)
        #expect(try store.add([published]) == [.merged(revocations: 0, isLater: false)])
        #expect(try store.revocationLists().map(\.count) == [1])
    }
}
