import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("What of a store ends next")
struct ExpiryTests {
    private static let day = 86_400.0
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    @Test("is nothing in an empty store")
    func empty() throws {
        #expect(
            try store.expiry(at: now, within: 400 * Self.day)
                == CertStore.empty().expiry(at: now, within: 1))
        #expect(try store.expiry(at: now, within: 400 * Self.day).firstAnchorEnd == nil)
    }

    @Test("is the first certificate with a private key, trust anchor and CRL, though a CRL has ended already")
    func first() throws {
        for (user, days) in [("alice", 0.0), ("bob", 10), ("carol", -10)] {
            let issued = try fixture.issue(user, from: now + days * Self.day)
            let key = user == "carol" ? nil : issued.key
            try store.add(issued.certificate, uris: ["sip:\(user)@example.test"], key: key)
        }
        try store.trust(fixture.authority.certificate)
        let list = try fixture.authority.revocationList(
            number: 1, revoked: [], at: now - 3 * Self.day, nextUpdate: now - Self.day)
        _ = try store.add([list])
        let found = try store.expiry(at: now, within: 370 * Self.day)
        #expect(found.endingCertificates == 1)
        // The last second of 365 days.
        #expect(found.firstCertificateEnd == now + 365 * Self.day - 1)
        #expect(found.firstAnchorEnd == fixture.authority.certificate.facts.notAfter)
        #expect(found.firstListEnd == now - Self.day)
        #expect(try store.expiry(at: now, within: 380 * Self.day).endingCertificates == 2)
        #expect(try store.expiry(at: now, within: 360 * Self.day).firstCertificateEnd == nil)
    }
}
