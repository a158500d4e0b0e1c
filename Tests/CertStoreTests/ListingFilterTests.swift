import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, filters of a listing")
struct ListingFilterTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture() }

    private func file(_ uris: String..., from start: Date = StoreFixture.now) throws -> Certificate {
        let certificate = try fixture.issue("alice", from: start).certificate
        try store.add(certificate, uris: uris)
        return certificate
    }

    private func entries(_ filter: CertificateFilter, at instant: Date) throws -> [CertificateEntry] {
        var found: [CertificateEntry] = []
        try store.forEachEntry(filter, at: instant) { found.append($0) }
        return found
    }

    private func listed(_ pattern: String) throws -> [[String]] {
        var filter = CertificateFilter()
        filter.uris = [pattern].compactMap(\.self)
        return try entries(filter, at: now).map(\.filedUnder)
    }

    private func count(_ state: CertificateState?, until end: Date? = nil, at instant: Date) throws -> Int {
        var filter = CertificateFilter()
        (filter.state, filter.endsBefore) = (state, end)
        return try entries(filter, at: instant).count
    }

    @Test("a star matches any characters, and every other character only itself")
    func patterns() throws {
        let uris = ["sip:a!b@x", "sip:a%b@x", "sip:a_b@x", "sip:ab@x", "sip:axb@x"]
        for uri in uris { _ = try file(uri) }
        for uri in uris { #expect(try listed(uri) == [[uri]], "\(uri)") }
        for pattern in ["*", "sip:*", "*@x", "sip:a*b@x", "**"] {
            #expect(try listed(pattern) == uris.map { [$0] }, "\(pattern)")
        }
        #expect(try listed("*_*") == [["sip:a_b@x"]] && listed("*%b*") == [["sip:a%b@x"]])
        for pattern in ["", "sip:a", "SIP:A*", "a*", "sip:a?b@x", "*\\*", "*'*"] {
            #expect(try listed(pattern).isEmpty, "\(pattern)")
        }
    }

    @Test("a certificate is listed once, at the place of its first URI that matches, with all of its URIs")
    func several() throws {
        _ = try file("sip:c@x", "pres:z@x", "sip:a@x")
        _ = try file("sip:b@x")
        #expect(try listed("*") == [["pres:z@x", "sip:a@x", "sip:c@x"], ["sip:b@x"]])
        #expect(try listed("sip:*") == [["pres:z@x", "sip:a@x", "sip:c@x"], ["sip:b@x"]])
        #expect(try listed("sip:[bc]*").isEmpty)
        #expect(try listed("sip:c*") == [["pres:z@x", "sip:a@x", "sip:c@x"]])
    }

    @Test("of the certificates under one URI the newest comes first")
    func newestFirst() throws {
        let certificates = try [0, 120, 60].map { try file(StoreFixture.alice, from: now + $0) }
        let found = try entries(CertificateFilter(), at: now + 200).map(\.fingerprint)
        #expect(found == [1, 2, 0].map { certificates[$0].fingerprint })
    }

    @Test("a certificate is valid from its first second to its last, both included")
    func validity() throws {
        let facts = try file(StoreFixture.alice).facts
        let (first, last) = (facts.notBefore, facts.notAfter)
        for (instant, state) in [
            (first - 1, CertificateState.notYetValid), (first, .valid), (last, .valid), (last + 1, .expired),
        ] {
            for filter in CertificateState.allCases {
                #expect(
                    try count(filter, at: instant) == (filter == state ? 1 : 0), "\(filter) at \(instant)")
            }
            #expect(try entries(CertificateFilter(), at: instant).map { $0.state(at: instant) } == [state])
        }
    }

    @Test("a certificate that ends before an instant is listed while it has not ended")
    func ending() throws {
        let last = try file(StoreFixture.alice).facts.notAfter
        for (instant, end, expected) in [
            (now, last, 0), (now, last + 1, 1), (last, last + 1, 1), (last + 1, last + 2, 0),
        ] {
            #expect(try count(nil, until: end, at: instant) == expected, "at \(instant), before \(end)")
        }
    }

    @Test("a revoked certificate is only revoked, before its validity, during it and after it")
    func revoked() throws {
        try store.adopt(fixture.authority)
        let certificate = try file(StoreFixture.alice)
        try store.revoke([certificate], reason: .superseded, at: now)
        for instant in [now - 1, now, certificate.facts.notAfter + 1] {
            for state in CertificateState.allCases {
                #expect(
                    try count(state, at: instant) == (state == .revoked ? 1 : 0), "\(state) at \(instant)")
            }
            #expect(try entries(CertificateFilter(), at: instant).map { $0.state(at: instant) } == [.revoked])
        }
        #expect(try count(nil, until: now + 400 * 86_400, at: now) == 0)
    }

    @Test("the longest URI has its number of characters, and an empty store has none")
    func longest() throws {
        #expect(try store.longestURI() == 0)
        let certificate = try file("sip:a@x", "sip:\u{E9}\u{1F600}bc@x")
        #expect(try store.longestURI() == 10)
        try store.remove(certificate)
        #expect(try store.longestURI() == 0)
    }
}
