import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, superseded certificates")
struct SupersededTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
    }

    private func file(
        _ uris: [String] = [StoreFixture.alice], from start: Double = 0, days: Int = 100,
        withKey: Bool = false,
        by authority: CertificateAuthority? = nil
    ) throws -> Certificate {
        let key = try PrivateKey.generate(.p256)
        let certificate = try (authority ?? fixture.authority).issue(
            .user(address: "alice@example.test", uris: uris), for: key,
            validity: CertificateValidity(from: now + start, days: days))
        try store.add(certificate, uris: uris, key: withKey ? key : nil)
        return certificate
    }

    private func superseded(at seconds: Double = 3600) throws -> Set<String> {
        var found: Set<String> = []
        try store.forEachEntry(at: now + seconds) { if $0.isSuperseded { found.insert($0.fingerprint) } }
        return found
    }

    @Test("the newer of two is not superseded, and the older one is until the newer one has expired")
    func newer() throws {
        let old = try file(days: 300)
        #expect(try superseded().isEmpty)
        let end = try file(from: 60, days: 30).facts.notAfter
        for (instant, expected) in [(now + 3600, 1), (end, 1), (end + 1, 0)] {
            let found = try superseded(at: instant.timeIntervalSince(now))
            #expect(found == (expected == 1 ? [old.fingerprint] : []), "\(instant)")
        }
    }

    @Test("of two that begin in the same second, the one that was filed later supersedes the other")
    func sameSecond() throws {
        let first = try file()
        _ = try file()
        #expect(try superseded() == [first.fingerprint])
    }

    @Test("a certificate with a private key in the store is superseded only by another with one")
    func keys() throws {
        let old = try file(withKey: true)
        let withoutKey = try file(from: 60)
        #expect(try superseded().isEmpty)
        _ = try file(from: 120, withKey: true)
        #expect(try superseded() == [old.fingerprint, withoutKey.fingerprint])
    }

    @Test("a certificate of another issuer supersedes none")
    func issuers() throws {
        let other = try TestLab.foreignAuthority()
        let old = try file()
        let foreign = try file(from: 60, by: other)
        #expect(try superseded().isEmpty)
        _ = try file(from: 120)
        #expect(try superseded() == [old.fingerprint])
        // Nor does a certificate of another authority replace one of its own, as far as the store knows.
        _ = try file(from: 180, by: other)
        #expect(try superseded() == [old.fingerprint])
        #expect(try !superseded().contains(foreign.fingerprint))
    }

    @Test("a certificate of another CA with the same name neither supersedes nor is superseded")
    func namesakes() throws {
        let other = try StoreFixture.authority()
        let foreign = try file(by: other)
        let old = try file(from: 60)
        _ = try file(from: 120, by: other)
        #expect(try superseded().isEmpty)
        _ = try file(from: 180)
        #expect(try superseded() == [old.fingerprint])
        #expect(try !superseded().contains(foreign.fingerprint))
    }

    @Test("a certificate from before the CA's renewal is superseded by one from after it")
    func renewed() throws {
        let old = try file()
        let renewed = try fixture.authority.renewed(
            validity: CertificateValidity(from: now + 30, days: 3700))
        try store.renew(renewed)
        _ = try file(from: 60, by: renewed)
        #expect(try superseded() == [old.fingerprint])
    }

    @Test("after a rotation, the new key's certificates supersede those of the former key, if it is trusted")
    func rotated() throws {
        let old = try file()
        let next = try StoreFixture.authority(number: 2)
        try store.rotate(store.currentAuthority(), to: next, at: now + 30)
        let new = try file(from: 60, by: next)
        #expect(try superseded() == [old.fingerprint])
        let third = try StoreFixture.authority(number: 3)
        try store.rotate(store.currentAuthority(), to: third, at: now + 90, isCompromised: true)
        #expect(try superseded().isEmpty)
        _ = try file(from: 120, by: third)
        #expect(try superseded() == [old.fingerprint, new.fingerprint])
    }

    @Test("a certificate is superseded only by one that is filed under all of its URIs")
    func uris() throws {
        let (alice, team) = (StoreFixture.alice, "sip:team@example.test")
        let both = try file([alice, team])
        let one = try file([alice], from: 60)
        #expect(try superseded().isEmpty)
        _ = try file([alice, team, "sip:third@example.test"], from: 120)
        #expect(try superseded() == [both.fingerprint, one.fingerprint])
    }

    @Test("a revoked certificate supersedes none, and the next newest may")
    func revoked() throws {
        let old = try file()
        let newest = try file(from: 120)
        #expect(try superseded() == [old.fingerprint])
        try store.revoke([newest], reason: .superseded, at: now + 180)
        #expect(try superseded().isEmpty)
        _ = try file(from: 60)
        #expect(try superseded() == [old.fingerprint])
    }

    @Test("a filter that excludes superseded certificates lists the others, in their order")
    func excluded() throws {
        let old = try file()
        let new = try file(from: 60)
        var filter = CertificateFilter()
        for (excludes, expected) in [(false, [new, old]), (true, [new])] {
            filter.excludesSuperseded = excludes
            var found: [String] = []
            try store.forEachEntry(filter, at: now + 3600) { found.append($0.fingerprint) }
            #expect(found == expected.map(\.fingerprint), "\(excludes)")
        }
    }
}
