import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@Suite("Issuing and renewing")
struct IssuingTests {
    private let lab: AdministrationLab

    init() throws { lab = try AdministrationLab() }

    @Test("a list of addresses gets one certificate an address, and those that have one are skipped")
    func list() throws {
        let list = try AddressList(
            Array("# lab\nsip:alice@EXAMPLE.test\nsips:bob@example.test\n\nsip:alice@example.test\n".utf8),
            name: "list")
        #expect(list.count == 2 && list.repeated == 1)
        #expect(try lab.issue(list).summary == "issued 2 certificates, skipped 1 that have one")
        #expect(try lab.issue(list).summary == "issued 0 certificates, skipped 3 that have one")
        let bob = try lab.store.certificates(of: "sip:bob@example.test")
        #expect(bob.map(\.uris) == [["sip:bob@example.test", "sips:bob@example.test"]])
        #expect(bob.first?.hasPrivateKey == true)
    }

    @Test(
        "a list is refused with its invalid line",
        arguments: [
            ("sip:a@x.test\nbob\n", AddressList.Failure.line(2, file: "list", .notSIP("bob"))),
            ("tel:+491234567\n", .line(1, file: "list", .numberAlone("tel:+491234567"))),
            (
                "sip:234150999999999@x.test",
                .line(1, file: "list", .subscriberIdentity("sip:234150999999999@x.test"))
            ),
            ("# nothing\n", .empty(file: "list")),
        ])
    func badLists(text: String, failure: AddressList.Failure) {
        #expect(throws: failure) { try AddressList(Array(text.utf8), name: "list") }
    }

    @Test(
        "a certificate begins five minutes before it is issued, but not before its CA, and lasts the days asked for"
    )
    func validity() throws {
        let facts = try lab.issue("sip:alice@example.test").facts
        #expect(facts.notBefore == TestLab.now - 300)
        #expect(facts.notAfter == TestLab.now + 30 * 86_400 - 1)
        let early = try lab.store.issue(
            SubscriberAddress("sip:bob@example.test").profile(),
            on: IssuingTerms(days: 1, at: TestLab.now - 86_400))[0]
        #expect(try early.facts.notBefore == lab.store.authorityCertificate().facts.notBefore)
        #expect(throws: AdministrationError.validity(.endsTooLate(days: 100_000))) {
            try IssuingTerms(days: 100_000, at: TestLab.now).authority(of: lab.store)
        }
    }

    @Test("the newest certificate is renewed for the same names and use, with a new key or the one it has")
    func renews() throws {
        let old = try lab.issue("sip:alice@example.test", usage: .sign)
        let later = IssuingTerms(days: 60, at: TestLab.now + 86_400)
        let new = try #require(
            try Renewal(of: "sip:alice@example.test").perform(in: lab.store, on: later).first)
        #expect(new.facts.uris == old.facts.uris && new.facts.keyUsage == old.facts.keyUsage)
        #expect(!new.hasSameKey(as: old) && new.facts.notAfter == TestLab.now + 61 * 86_400 - 1)
        let same = try Renewal(of: "sip:alice@example.test", reusingKey: true).perform(
            in: lab.store, on: later)
        #expect(same.map { $0.hasSameKey(as: new) } == [true])
        #expect(try lab.store.certificates(of: "sip:alice@example.test").count == 3)
    }

    @Test("both certificates of a pair for signing and encryption are renewed")
    func renewsPairs() throws {
        try lab.issue("sip:alice@example.test", usage: .sign)
        try lab.issue("sip:alice@example.test", usage: .encrypt)
        let renewed = try Renewal(of: "sip:alice@example.test").perform(
            in: lab.store, on: IssuingTerms(at: TestLab.now + 86_400))
        #expect(Set(renewed.map(\.maySign)) == [true, false] && renewed.count == 2)
    }

    @Test("a revoked key is not reused, and a certificate from another CA is not renewed")
    func refusesRenewal() throws {
        let old = try lab.issue("sip:alice@example.test")
        try lab.store.revoke([old], reason: .keyCompromise, at: TestLab.now)
        #expect(
            throws: AdministrationError.renewal(.keyOfRevoked(serial: old.facts.serialNumber))
        ) {
            try Renewal(of: "sip:alice@example.test", reusingKey: true)
                .perform(in: lab.store, on: AdministrationLab.terms)
        }
        let foreign = try TestLab.shared().identity(.bob)
        try lab.store.add(foreign.certificate, uris: ["sip:bob@example.test"], key: foreign.key)
        #expect(
            throws: AdministrationError.renewal(
                .foreignIssuer(uri: "sip:bob@example.test", issuer: foreign.certificate.facts.issuer))
        ) {
            try Renewal(of: "sip:bob@example.test").perform(in: lab.store, on: AdministrationLab.terms)
        }
    }

    @Test("a certificate due for renewal is valid now, expires within the days, and is not superseded")
    func due() throws {
        try lab.issue("sip:alice@example.test")
        try lab.issue("sip:bob@example.test")
        _ = try Renewal(of: "sip:bob@example.test").perform(
            in: lab.store, on: IssuingTerms(days: 300, at: TestLab.now))
        func due(within days: Int) throws -> [[String]] {
            var filter = CertificateFilter()
            filter.limit(toEndingWithin: days, of: TestLab.now)
            var found: [[String]] = []
            try lab.store.forEachEntry(filter, at: TestLab.now) { found.append($0.filedUnder) }
            return found
        }
        #expect(try due(within: 31) == [["sip:alice@example.test"]])
        #expect(try due(within: 29) == [])
    }
}
