import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, compromised keys")
struct CompromisedKeyTests {
    private let fixture: StoreFixture
    private let key: PrivateKey
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        key = try PrivateKey.generate(.p256)
        try fixture.store.adopt(fixture.authority)
    }

    /// Issues another certificate for the same key.
    private func issue(_ user: String, by authority: CertificateAuthority? = nil) throws -> Certificate {
        let uris = ["sip:\(user)@example.test"]
        return try (authority ?? fixture.authority).issue(
            .user(address: "\(user)@example.test", uris: uris), for: key,
            validity: CertificateValidity(from: now, days: 10))
    }

    private func file(_ user: String, by authority: CertificateAuthority? = nil) throws -> Certificate {
        let certificate = try issue(user, by: authority)
        try store.add(certificate, uris: ["sip:\(user)@example.test"])
        return certificate
    }

    @Test("a key is compromised if any of its certificates was revoked for that reason, and for no other")
    func reasons() throws {
        let (first, second) = (try file("a"), try file("b"))
        let renewed = try issue("c")
        #expect(try store.compromise(ofKeyIn: renewed) == nil)
        try store.revoke([first], reason: .superseded, at: now)
        #expect(try store.compromise(ofKeyIn: renewed) == nil)
        try store.revoke([second], reason: .keyCompromise, at: now + 5)
        let entry = RevokedCertificate(
            serialNumber: second.facts.serialNumber, revokedAt: now + 5, reason: .keyCompromise)
        for certificate in [first, second, renewed] {
            #expect(try store.compromise(ofKeyIn: certificate) == entry)
        }
        #expect(try store.compromise(ofKeyIn: fixture.issue("d").certificate) == nil)
    }

    @Test("a compromise is remembered after the revoked certificate was removed, and in copies and backups")
    func removed() throws {
        let first = try file("a")
        try store.revoke([first], reason: .keyCompromise, at: now)
        #expect(try store.compromise(ofKeyIn: issue("b")) != nil)
        try store.remove(first)
        let entry = try #require(try store.compromise(ofKeyIn: issue("b")))
        _ = try CertStore.copy(from: fixture.path, to: fixture.directory.file("copy.db"))
        try store.backUp(to: fixture.directory.file("backup.db"))
        for name in ["copy.db", "backup.db"] {
            let copy = try CertStore.open(fixture.directory.file(name))
            #expect(try copy.compromise(ofKeyIn: issue("b")) == entry)
        }
    }

    @Test("a certificate of the key counts as revoked, whichever authority issued it, and no other does")
    func otherAuthorities() throws {
        let other = try TestLab.foreignAuthority()
        try store.trust(other.certificate)
        let (mine, foreign) = (try file("a"), try file("b", by: other))
        let unrelated = try fixture.issue("c").certificate
        try store.add(unrelated, uris: ["sip:c@example.test"])
        #expect(try store.revokedFingerprints(among: [mine, foreign, unrelated], at: now).isEmpty)
        try store.revoke([mine], reason: .keyCompromise, at: now)
        #expect(
            try store.revokedFingerprints(among: [mine, foreign, unrelated], at: now) == [
                mine.fingerprint, foreign.fingerprint,
            ])
        var listed: Set<String> = []
        try store.forEachEntry(at: now) { if $0.isRevoked { listed.insert($0.fingerprint) } }
        #expect(listed == [mine.fingerprint, foreign.fingerprint])
        #expect(try store.revocation(of: foreign, at: now)?.reason == .keyCompromise)
        #expect(try store.revocation(of: unrelated, at: now) == nil)

        let known = try store.knownRevocations()
        let anchors = try TrustAnchors(
            [other.certificate], revocationLists: known.lists, compromisedKeys: known.compromisedKeys)
        #expect(throws: CMSError.revoked(foreign, at: now, reason: .keyCompromise)) {
            try anchors.verify(foreign, at: now + 1)
        }
        let without = try TrustAnchors([other.certificate], revocationLists: known.lists)
        #expect(try without.verify(foreign, at: now + 1).anchor == other.certificate)
    }

    @Test(
        "a CRL of another authority compromises a key, in either order of CRL and certificate",
        arguments: [true, false])
    func imported(isListFirst: Bool) throws {
        let other = try TestLab.foreignAuthority()
        try store.trust(other.certificate)
        let foreign = try issue("b", by: other)
        func importList() throws {
            let entry = RevokedCertificate(
                serialNumber: foreign.facts.serialNumber, revokedAt: now - 5, reason: .keyCompromise)
            _ = try store.add([
                other.revocationList(number: 1, revoked: [entry], at: now, nextUpdate: now + 60)
            ])
        }
        if isListFirst { try importList() }
        try store.add(foreign, uris: ["sip:b@example.test"])
        if !isListFirst { try importList() }
        let mine = try file("a")
        try store.remove(foreign)
        _ = try store.removeRevocationLists(ofIssuer: other.certificate.facts.subject)
        #expect(try store.compromise(ofKeyIn: mine)?.revokedAt == now - 5)
        #expect(try store.revokedFingerprints(among: [mine], at: now) == [mine.fingerprint])
    }

    @Test("an older CRL also compromises keys, although the later CRL stays in the store")
    func olderList() throws {
        let other = try TestLab.foreignAuthority()
        try store.trust(other.certificate)
        let foreign = try file("b", by: other)
        let entry = RevokedCertificate(
            serialNumber: foreign.facts.serialNumber, revokedAt: now - 5, reason: .keyCompromise)
        let old = try other.revocationList(number: 1, revoked: [entry], at: now, nextUpdate: now + 60)
        let late = try other.revocationList(number: 2, revoked: [], at: now + 1, nextUpdate: now + 61)
        _ = try store.add([late])
        #expect(try store.add([old]) == [.superseded(by: late)])
        #expect(try store.revocationLists().contains(late) && !store.revocationLists().contains(old))
        #expect(try store.compromise(ofKeyIn: foreign) == entry)

        // Only a CRL of the certificate's own authority counts, and only the reason keyCompromise.
        let mine = try issue("c")
        let claim = RevokedCertificate(
            serialNumber: mine.facts.serialNumber, revokedAt: now - 9, reason: .keyCompromise)
        let another = try PrivateKey.generate(.p256)
        let held = try other.issue(
            .user(address: "d@example.test", uris: ["sip:d@example.test"]), for: another,
            validity: CertificateValidity(from: now, days: 10))
        try store.add(held, uris: ["sip:d@example.test"])
        let replaced = RevokedCertificate(
            serialNumber: held.facts.serialNumber, revokedAt: now - 5, reason: .superseded)
        _ = try store.add([
            other.revocationList(number: 0, revoked: [claim, replaced], at: now - 1, nextUpdate: now + 50)
        ])
        #expect(try store.compromise(ofKeyIn: mine) == entry && store.compromise(ofKeyIn: held) == nil)
    }

    @Test("no path leads over a key of the own authority that was compromised, even if it is trusted again")
    func authority() throws {
        let mine = try file("a")
        let next = try StoreFixture.authority(number: 2)
        try store.rotate(store.currentAuthority(), to: next, at: now, isCompromised: true)
        try store.trust(fixture.authority.certificate)
        let known = try store.knownRevocations()
        let anchors = try TrustAnchors(
            store.pathCertificates().anchors, revocationLists: known.lists,
            compromisedKeys: known.compromisedKeys)
        #expect(throws: CMSError.revoked(fixture.authority.certificate, at: now, reason: .keyCompromise)) {
            try anchors.verify(mine, at: now + 1)
        }
    }

    @Test("a store that has forgotten a compromised key has a defect", .onlyInFiles)
    func forgotten() throws {
        let first = try file("a")
        try store.revoke([first], reason: .keyCompromise, at: now)
        #expect(try store.check().defects.isEmpty)
        _ = try SQLiteProbe.text(fixture.path, "DELETE FROM compromised_key")
        #expect(
            try store.check().defects == [.compromisesForgotten(serialNumbers: [first.facts.serialNumber])])
    }

    @Test("the unrevoked certificates of a key are those of the store's own authority")
    func unrevoked() throws {
        let (first, second) = (try file("a"), try file("b"))
        _ = try file("c", by: StoreFixture.authority())
        #expect(try Set(store.unrevoked(withKeyOf: issue("d"))) == [first, second])
        try store.revoke([first], reason: .certificateHold, at: now)
        #expect(try store.unrevoked(withKeyOf: first) == [second])
        try store.revoke([second], reason: .keyCompromise, at: now)
        #expect(try store.unrevoked(withKeyOf: first).isEmpty)
    }

    @Test("a store without an authority has no certificates of its own, and no compromised keys at first")
    func withoutAuthority() throws {
        let other = try StoreFixture()
        let certificate = try issue("a")
        #expect(try other.store.compromise(ofKeyIn: certificate) == nil)
        #expect(throws: CertStoreError.noAuthority) { try other.store.unrevoked(withKeyOf: certificate) }
    }

    @Test("a certificate on hold is held once, and then revoked for another reason only")
    func hold() throws {
        let certificate = try file("a")
        try store.revoke([certificate], reason: .certificateHold, at: now)
        let held = try #require(try store.revocations().first)
        #expect(throws: CertStoreError.alreadyRevoked(held)) {
            try store.revoke([certificate], reason: .certificateHold, at: now + 9)
        }
        try store.revoke([certificate], reason: .keyCompromise, at: now + 9)
        let revoked = try #require(try store.compromise(ofKeyIn: certificate))
        #expect(revoked.revokedAt == now)
        #expect(throws: CertStoreError.alreadyRevoked(revoked)) {
            try store.revoke([certificate], reason: .superseded, at: now + 10)
        }
    }
}
