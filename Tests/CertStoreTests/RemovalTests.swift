import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, removal and replacement")
struct RemovalTests {
    private let fixture: StoreFixture
    private let uri = "sip:bob@example.test"
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    private func found(_ uri: String) throws -> [Certificate] {
        try store.certificates(forURI: uri).map(\.certificate)
    }

    private func count() throws -> Int { try store.check().certificates }

    @Test("a certificate whose private key is in the store is not removed in place of another")
    func withKey() throws {
        let (old, new) = (try fixture.issue("bob"), try fixture.issue("bob").certificate)
        try store.add(old.certificate, uris: [uri], key: old.key)
        try store.add(new, uris: [uri], inPlaceOf: [old.certificate])
        #expect(try Set(found(uri)) == [old.certificate, new])
        _ = try store.privateKey(of: old.certificate)
    }

    @Test("a replaced certificate keeps its other URIs, and leaves the store with its last one")
    func lastURI() throws {
        let (old, new) = (try fixture.issue("bob").certificate, try fixture.issue("bob").certificate)
        try store.add(old, uris: [uri, "sips:bob@example.test"])
        try store.add(new, uris: [uri], inPlaceOf: [old, new])
        #expect(try found(uri) == [new] && found("sips:bob@example.test") == [old])
        #expect(try store.check().defects.isEmpty)
        try store.add(new, uris: ["sips:bob@example.test"], inPlaceOf: [old])
        #expect(try found("sips:bob@example.test") == [new])
        #expect(try count() == 1)
    }

    @Test("a replaced certificate that is trusted stays in the store as an anchor")
    func trusted() throws {
        let (old, new) = (try fixture.issue("bob").certificate, try fixture.issue("bob").certificate)
        try store.add(old, uris: [uri])
        try store.trust(old)
        try store.add(new, uris: [uri], inPlaceOf: [old])
        #expect(try found(uri) == [new] && store.trustAnchors().map(\.certificate) == [old])
    }

    @Test("a removed anchor has no URI and no key, passes the check and can be filed again")
    func anchor() throws {
        let bob = try fixture.issue("bob")
        try store.add(bob.certificate, uris: [uri], key: bob.key)
        try store.trust(bob.certificate)
        #expect(try store.remove(bob.certificate))
        #expect(try store.check().defects.isEmpty && count() == 1)
        #expect(try store.certificates().isEmpty)
        try store.add(bob.certificate, uris: ["sip:robert@example.test"], key: bob.key)
        #expect(try found(uri).isEmpty && found("sip:robert@example.test") == [bob.certificate])
        #expect(try store.check().defects.isEmpty)
    }

    @Test("a removal of a certificate that is not in the store changes nothing else")
    func absent() throws {
        let (bob, other) = (try fixture.issue("bob").certificate, try fixture.issue("bob").certificate)
        try store.add(bob, uris: [uri])
        try store.remove(other)
        try store.remove(other)
        #expect(try found(uri) == [bob])
        try store.remove(bob)
        try store.remove(bob)
        #expect(try count() == 0)
    }

    @Test("an authority leaves the store with the trust in it, unless a CRL of it stays")
    func distrusted() throws {
        let authority = fixture.authority.certificate
        try store.trust(authority)
        _ = try store.distrust(authority.fingerprint)
        #expect(try count() == 0)
        let list = try fixture.authority.revocationList(
            number: 1, revoked: [], at: StoreFixture.now, nextUpdate: StoreFixture.now + 60)
        _ = try store.trust([authority], lists: [list])
        _ = try store.distrust(authority.fingerprint)
        #expect(try store.trustAnchors().isEmpty && store.revocationLists() == [list])
        #expect(try store.authorities() == [authority] && store.intermediates() == [authority])
    }

    @Test(
        "authorities that come with a certificate are kept with its key too, and other certificates are not")
    func chain() throws {
        let (bob, other) = (try fixture.issue("bob"), try fixture.issue("alice").certificate)
        let chain = [other, fixture.authority.certificate]
        try store.add(bob.certificate, uris: [uri], key: bob.key, chain: chain)
        #expect(try store.intermediates() == [fixture.authority.certificate])
        #expect(try store.pathCertificates() == ([], [fixture.authority.certificate]))
        #expect(try count() == 2)
        try store.trust(fixture.authority.certificate)
        #expect(try store.intermediates().isEmpty && store.authorities().count == 1)
        #expect(try store.pathCertificates() == ([fixture.authority.certificate], []))
    }

    @Test("an anchor is identified by the first 16 digits of its fingerprint")
    func identifier() throws {
        try store.trust(fixture.authority.certificate)
        let anchor = try #require(try store.trustAnchors().first)
        #expect(anchor.identifier.count == 16)
        #expect(anchor.certificate.fingerprint.hasPrefix(anchor.identifier))
        #expect(!anchor.isTestAuthorityWithPublishedKeys)
        try store.trust(TestCA.authority().certificate)
        #expect(try store.trustAnchors().count { $0.isTestAuthorityWithPublishedKeys } == 1)
    }
}
