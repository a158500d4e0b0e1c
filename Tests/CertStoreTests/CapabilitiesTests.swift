import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// What the holders of keys open, as they last signed it (RFC 8551 §2.7.1).
@Suite("Kept capabilities")
struct CapabilitiesTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    @Test("change only to those of a later signature")
    func forward() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        let (old, new) = (
            try SMIMECapabilities.listing(.aes128GCM), try SMIMECapabilities.listing(.aes256GCM)
        )
        #expect(try store.capabilities(of: alice) == nil)
        #expect(try store.keep(old, of: alice, signed: TestLab.now))
        #expect(try store.capabilities(of: alice) == old)
        #expect(try !store.keep(new, of: alice, signed: TestLab.now))
        #expect(try !store.keep(new, of: alice, signed: TestLab.now - 1))
        #expect(try store.capabilities(of: alice) == old)
        #expect(try store.keep(new, of: alice, signed: TestLab.now + 1))
        #expect(try store.capabilities(of: alice) == new)
    }

    @Test("are those of a public key: of every certificate of it, and of no other")
    func ofKeys() throws {
        let lab = try TestLab.shared()
        let alice = try lab.identity(.alice)
        let renewed = try lab.authority.issue(
            TestLab.profile(of: .alice), for: alice.key,
            validity: CertificateValidity(from: TestLab.now, days: 2))
        try store.keep(.own, of: alice.certificate, signed: TestLab.now)
        #expect(renewed != alice.certificate)
        #expect(try store.capabilities(of: renewed) == .own)
        #expect(try store.capabilities(of: lab.identity(.bob).certificate) == nil)
    }

    @Test("are removed with the last certificate of their key")
    func removed() throws {
        let lab = try TestLab.shared()
        let alice = try lab.identity(.alice)
        let renewed = try lab.authority.issue(
            TestLab.profile(of: .alice), for: alice.key,
            validity: CertificateValidity(from: TestLab.now, days: 2))
        let bob = try lab.identity(.bob).certificate
        for certificate in [alice.certificate, renewed, bob] { try store.add(certificate, uris: ["sip:a@x"]) }
        for certificate in [renewed, bob] { try store.keep(.own, of: certificate, signed: TestLab.now) }
        try store.remove(alice.certificate)
        #expect(try store.capabilities(of: renewed) == .own)
        try store.remove(renewed)
        #expect(try store.capabilities(of: renewed) == nil)
        #expect(try store.capabilities(of: bob) == .own)
        try store.add(alice.certificate, uris: ["sip:a@x"], inPlaceOf: [bob])
        #expect(try store.capabilities(of: bob) == nil)
    }

    @Test("count as a change of the store, and are in its copies")
    func copied() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        let before = try store.state
        try store.keep(.own, of: alice, signed: TestLab.now)
        #expect(try store.state != before)
        let copy = fixture.directory.file("copy.db")
        _ = try CertStore.copy(from: fixture.path, to: copy)
        #expect(try CertStore.open(copy).capabilities(of: alice) == .own)
    }
}
