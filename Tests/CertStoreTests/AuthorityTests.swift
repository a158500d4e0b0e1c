import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, authority and trust")
struct AuthorityTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    @Test("has one authority of its own, trusts it and issues with it")
    func adopts() throws {
        #expect(throws: CertStoreError.noAuthority) { try store.authority() }
        try store.adopt(fixture.authority)
        #expect(try store.authority().certificate == fixture.authority.certificate)
        let anchors = try store.trustAnchors()
        #expect(anchors.map(\.certificate) == [fixture.authority.certificate])
        #expect(anchors.map(\.isOwnAuthority) == [true])
        #expect(throws: CertStoreError.authorityExists) { try store.adopt(StoreFixture.authority()) }
        #expect(try store.authorities().count == 1)
        #expect(try store.certificates().isEmpty)
    }

    @Test("removing its authority's certificate does not remove its key")
    func staysAble() throws {
        try store.adopt(fixture.authority)
        try store.remove(fixture.authority.certificate)
        _ = try store.authority()
    }

    @Test("trusts only what it was asked to, until the trust is removed")
    func trust() throws {
        #expect(try store.trustAnchors().isEmpty)
        let other = try StoreFixture.authority().certificate
        try store.trust(fixture.authority.certificate)
        try store.trust(fixture.authority.certificate)
        try store.trust(other)
        let anchors = try store.trustAnchors()
        #expect(anchors.map(\.isOwnAuthority) == [false, false])
        let identifier = String(other.fingerprint.prefix(16))
        #expect(try store.distrust(identifier.uppercased()).certificate == other)
        #expect(throws: CertStoreError.unknownTrustAnchor(identifier)) { try store.distrust(identifier) }
        #expect(throws: CertStoreError.unknownTrustAnchor("")) { try store.distrust("") }
        #expect(try store.trustAnchors().map(\.certificate) == [fixture.authority.certificate])
    }

    @Test("refuses an identifier that several anchors have")
    func ambiguous() throws {
        var digits: Set<Character> = []
        var repeated: Character?
        while repeated == nil {
            let certificate = try StoreFixture.authority().certificate
            try store.trust(certificate)
            let digit = try #require(certificate.fingerprint.first)
            if !digits.insert(digit).inserted { repeated = digit }
        }
        let identifier = try String(#require(repeated))
        #expect(throws: CertStoreError.ambiguousTrustAnchor(identifier)) { try store.distrust(identifier) }
    }
}
