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

    @Test("a compromise is found while the revoked certificate is in the store")
    func removed() throws {
        let first = try file("a")
        try store.revoke([first], reason: .keyCompromise, at: now)
        #expect(try store.compromise(ofKeyIn: issue("b")) != nil)
        try store.remove(first)
        #expect(try store.compromise(ofKeyIn: issue("b")) == nil)
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

    @Test("a store without an authority cannot answer for keys")
    func withoutAuthority() throws {
        let other = try StoreFixture()
        let certificate = try issue("a")
        #expect(throws: CertStoreError.noAuthority) { try other.store.compromise(ofKeyIn: certificate) }
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
