import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, orders that are not filled")
struct UnfilledOrderTests {
    private let fixture: StoreFixture
    private let terms: CertificateTerms
    private let now = StoreFixture.now
    private let uris = ["sip:a@x", "sip:b@x", "sip:c@x"]
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
        terms = CertificateTerms(
            authority: fixture.authority, key: .p256, validity: CertificateValidity(from: now, days: 10))
    }

    private func order(_ uris: [String], usage: CertificateProfile.Usage = .both) -> CertificateOrder {
        CertificateOrder(uris: uris, profile: .user(address: "a@x", uris: uris, usage: usage))
    }

    private func unfilled(_ order: CertificateOrder, at instant: Date) throws -> Int {
        try store.unfilled([order], on: terms, at: instant).orders.count
    }

    @Test("an order is filled from the first second of its certificate to the last")
    func validity() throws {
        let order = order(["sip:a@x"])
        _ = try store.issue([order], on: terms)
        let facts = try #require(try store.certificates().first).certificate.facts
        for (instant, expected) in [
            (facts.notBefore - 1, 1), (facts.notBefore, 0), (facts.notAfter, 0), (facts.notAfter + 1, 1),
        ] {
            #expect(try unfilled(order, at: instant) == expected, "\(instant)")
        }
    }

    @Test("an order is filled by a certificate for the same use only")
    func usage() throws {
        for issued in CertificateProfile.Usage.allCases {
            _ = try store.issue([order([issued.rawValue], usage: issued)], on: terms)
            for wanted in CertificateProfile.Usage.allCases {
                let count = try unfilled(order([issued.rawValue], usage: wanted), at: now)
                #expect(count == (issued == wanted ? 0 : 1), "\(issued), \(wanted)")
            }
        }
    }

    @Test("an order is filled if each of its URIs is, whichever of them has no certificate")
    func everyURI() throws {
        for missing in uris.indices {
            let other = try UnfilledOrderTests()
            let present = uris.indices.filter { $0 != missing }.map { uris[$0] }
            _ = try other.store.issue([other.order(present)], on: other.terms)
            #expect(try other.unfilled(order(uris), at: now) == 1, "without \(uris[missing])")
            #expect(try other.unfilled(order(present), at: now) == 0)
            _ = try other.store.issue([other.order([uris[missing]])], on: other.terms)
            #expect(try other.unfilled(order(uris), at: now) == 0)
        }
    }

    @Test("an order whose certificate was revoked is unfilled and counted, until it is issued again")
    func revoked() throws {
        let orders = uris.map { order([$0]) }
        _ = try store.issue(Array(orders.prefix(2)), on: terms)
        let first = try #require(try store.certificates(forURI: uris[0]).first).certificate
        try store.revoke([first], reason: .superseded, at: now)
        let found = try store.unfilled(orders, on: terms, at: now)
        #expect(found.orders == [orders[0], orders[2]] && found.afterRevocation == 1)
        _ = try store.issue([orders[0]], on: terms)
        let again = try store.unfilled(orders, on: terms, at: now)
        #expect(again.orders == [orders[2]] && again.afterRevocation == 0)
    }

    @Test("a batch has its certificates in the order of the orders, with any number of workers")
    func batches() throws {
        let orders = (0..<9).map { order(["sip:user\($0)@x"]) }
        for workers in [-1, 0, 1, 4] {
            let issuer = BatchIssuer(for: store, on: terms, workers: workers)
            let batch = try issuer.begin(orders).finished()
            #expect(batch.count == 9)
            let before = try store.certificates().count
            try store.file(batch)
            #expect(try store.certificates().count == before + 9)
        }
        #expect(try BatchIssuer(for: store, on: terms).begin([]).finished().count == 0)
        #expect(try store.issue(orders, on: terms, workers: 3).map(\.profile.uris) == orders.map(\.uris))
    }

    @Test("another kind of key fills an order only with anyKind; a pair fills an order for both uses")
    func kinds() throws {
        func count(_ order: CertificateOrder, anyKind: Bool) throws -> Int {
            try store.unfilled([order], on: terms, anyKind: anyKind, at: now).orders.count
        }
        let profile = CertificateProfile.user(address: "a@x", uris: ["sip:a@x"])
        _ = try store.issue(
            [CertificateOrder(uris: ["sip:a@x"], profile: profile, key: .p384)], on: terms)
        #expect(try count(order(["sip:a@x"]), anyKind: true) == 0)
        #expect(try count(order(["sip:a@x"]), anyKind: false) == 1)
        _ = try store.issue([order(["sip:b@x"], usage: .sign)], on: terms)
        #expect(try count(order(["sip:b@x"]), anyKind: true) == 1)
        _ = try store.issue([order(["sip:b@x"], usage: .encrypt)], on: terms)
        #expect(try count(order(["sip:b@x"]), anyKind: true) == 0)
    }

    @Test("a batch files only orders that another connection has not filled meanwhile")
    func meanwhile() throws {
        let orders = uris.map { order([$0]) }
        let unfilled = try store.unfilled(orders, on: terms, at: now)
        let batch = try BatchIssuer(for: store, on: terms).begin(unfilled.orders).finished()
        let other = try CertStore.open(fixture.path)
        _ = try other.issue([orders[1]], on: terms)
        let filed = try store.file(batch, stillUnfilledSince: unfilled, on: terms, at: now)
        #expect(filed.certificates == 2 && filed.skippedAddresses == 1)
        for uri in uris { #expect(try store.certificates(forURI: uri).count == 1, "\(uri)") }
        // Changes that the same value committed do not prevent filing.
        let again = try store.unfilled([order(["sip:d@x"])], on: terms, at: now)
        let next = try BatchIssuer(for: store, on: terms).begin(again.orders).finished()
        _ = try store.issue([order(["sip:e@x"])], on: terms)
        #expect(try store.file(next, stillUnfilledSince: again, on: terms, at: now).certificates == 1)
    }

    @Test("a batch with an order without a URI is not begun")
    func withoutURI() {
        #expect(throws: CertStoreError.noURI(subject: "")) {
            _ = try BatchIssuer(for: store, on: terms).begin([order(["sip:a@x"]), order([])])
        }
    }
}
