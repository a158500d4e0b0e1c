import CMS
import Foundation
import TestSupport
import Testing

@testable import CertStore

@Suite("CertStore, listing and issuing in bulk")
struct ListingTests {
    private let fixture: StoreFixture
    private let terms: CertificateTerms

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
        terms = CertificateTerms(
            authority: fixture.authority, key: .p256,
            validity: CertificateValidity(from: StoreFixture.now, days: 10))
    }

    private func orders(_ range: Range<Int>) -> [CertificateOrder] {
        range.map { number in
            let uri = "sip:user\(number)@example.test"
            return CertificateOrder(uris: [uri], profile: .user(address: "user\(number)", uris: [uri]))
        }
    }

    @Test("fills the columns of an issued certificate according to the certificate", arguments: [1, 2, 3])
    func columns(workers: Int) throws {
        let issued = try fixture.store.issue(orders(10..<17), on: terms, workers: workers)
        #expect(issued.map(\.profile.uris) == orders(10..<17).map(\.uris))
        #expect(try fixture.store.check().defects.isEmpty)
        let found = try #require(try fixture.store.certificates(forURI: "sip:user12@example.test").first)
        #expect(found.certificate.der == issued[2].der)
        #expect(try fixture.store.privateKey(of: found.certificate).matches(found.certificate))
        #expect(found.certificate.facts.serialNumber == issued[2].serialNumber)
        #expect(found.certificate.fingerprint == issued[2].fingerprint)
        #expect(found.certificate.facts.subject == "CN=user12")
    }

    @Test("files one batch while others are being issued, with a passphrase as well")
    func overlapping() throws {
        _ = try fixture.store.changePassphrase(from: nil, to: StoreFixture.passphrase)
        let issuer = BatchIssuer(for: fixture.store, on: terms, passphrase: StoreFixture.passphrase)
        let begun = try stride(from: 10, to: 40, by: 10).map { try issuer.begin(orders($0..<$0 + 10)) }
        for batch in begun { try fixture.store.file(try batch.finished()) }
        #expect(try fixture.store.check(passphrase: StoreFixture.passphrase).keys == 31)
        let now = StoreFixture.now
        #expect(
            try fixture.store.unfilled(orders(9..<41), on: terms, at: now).orders == orders(9..<10)
                + orders(40..<41)
        )
        #expect(
            try fixture.store.unfilled(orders(10..<40), on: terms, at: now + 11 * 86_400).orders.count == 30)
    }

    @Test("files nothing of a batch that was sealed before the passphrase changed")
    func passphraseChanged() throws {
        let begun = try BatchIssuer(for: fixture.store, on: terms).begin(orders(10..<15))
        _ = try fixture.store.changePassphrase(from: nil, to: StoreFixture.passphrase)
        #expect(throws: CertStoreError.passphraseChangedMeanwhile) {
            try fixture.store.file(try begun.finished())
        }
        let unfilled = try fixture.store.unfilled(orders(10..<15), on: terms, at: StoreFixture.now)
        #expect(unfilled.orders == orders(10..<15) && unfilled.afterRevocation == 0)
    }

    @Test("files a batch once, and no part of it without its keys")
    func filedTwice() throws {
        let batch = try BatchIssuer(for: fixture.store, on: terms).begin(orders(10..<15)).finished()
        try fixture.store.file(batch)
        let before = try fixture.store.check()
        #expect(throws: CertStoreError.noPrivateKey(fingerprint: batch.issued[0].issued.fingerprint)) {
            try fixture.store.file(batch)
        }
        let after = try fixture.store.check()
        #expect(after.keys == before.keys && after.certificates == before.certificates)
        #expect(after.defects.isEmpty)
    }

    @Test("identifies a certificate of its authority by the signature, not by the name")
    func namesake() throws {
        let order = orders(10..<11)[0]
        let namesake = try StoreFixture.authority()
        let certificate = try namesake.issue(
            order.profile, for: .generate(.p256),
            validity: CertificateValidity(from: StoreFixture.now, days: 9))
        try fixture.store.add(certificate, uris: order.uris)
        #expect(try fixture.store.unfilled([order], on: terms, at: StoreFixture.now).orders == [order])
        _ = try fixture.store.issue([order], on: terms)
        #expect(try fixture.store.unfilled([order], on: terms, at: StoreFixture.now).orders.isEmpty)
    }

    @Test("lists revoked certificates of other authorities")
    func subordinate() throws {
        let other = try StoreFixture()
        let store = other.store
        let key = try PrivateKey.generate(.p256)
        let own = try CertificateAuthority(
            certificate: fixture.authority.issue(
                .testAuthority(domain: "sub.example.test", keys: .secret), for: key, validity: terms.validity),
            key: key)
        #expect(own.certificate.facts.subjectDER != own.certificate.facts.issuerDER)
        try store.adopt(own)
        let terms = CertificateTerms(authority: own, key: .p256, validity: terms.validity)
        _ = try store.issue(orders(10..<12), on: terms)
        let revoked = try #require(try store.certificates(forURI: "sip:user10@example.test").first)
            .certificate
        try store.revoke([revoked], reason: .superseded, at: StoreFixture.now)
        var filter = CertificateFilter()
        for (state, fingerprints) in [(CertificateState.revoked, [revoked.fingerprint]), (.expired, [])] {
            filter.state = state
            var found: [String] = []
            try store.forEachEntry(filter, at: StoreFixture.now) { found.append($0.fingerprint) }
            #expect(found == fingerprints)
        }
        withExtendedLifetime(other) {}
    }

    @Test("files no part of a batch in which one certificate cannot be issued")
    func refused() throws {
        let late = CertificateTerms(
            authority: fixture.authority, key: .p256,
            validity: CertificateValidity(from: StoreFixture.now, days: 10_000))
        #expect(throws: CertStoreError.self) { try fixture.store.issue(orders(1..<4), on: late) }
        #expect(throws: CertStoreError.noURI(subject: "")) {
            try fixture.store.issue(
                orders(1..<4) + [CertificateOrder(uris: [], profile: .user(address: "x", uris: []))],
                on: terms)
        }
        #expect(try fixture.store.certificates().isEmpty)
    }

    @Test("passes entries one by one, sorted, until no more are needed")
    func stops() throws {
        struct Enough: Error {}
        _ = try fixture.store.issue(orders(10..<30), on: terms)
        var seen: [String] = []
        #expect(throws: Enough.self) {
            try fixture.store.forEachEntry(at: StoreFixture.now) { entry in
                seen += entry.filedUnder
                if seen.count == 3 { throw Enough() }
            }
        }
        #expect(seen == (10..<13).map { "sip:user\($0)@example.test" })
        var count = 0
        try fixture.store.forEachEntry(at: StoreFixture.now) { _ in count += 1 }
        #expect(count == 20)
    }

    @Test("reports superseded certificates, until the newer one has expired or was revoked")
    func superseded() throws {
        let uris = [StoreFixture.alice, "sip:team@example.test"]
        func add(from start: Date, days: Int, usage: CertificateProfile.Usage = .both) throws -> Certificate {
            let certificate = try fixture.authority.issue(
                .user(address: "alice@example.test", uris: uris, usage: usage), for: .generate(.p256),
                validity: CertificateValidity(from: start, days: days))
            try fixture.store.add(certificate, uris: uris)
            return certificate
        }
        func superseded(at instant: Date) throws -> Set<String> {
            var found: Set<String> = []
            try fixture.store.forEachEntry(at: instant) {
                if $0.isSuperseded { found.insert($0.fingerprint) }
            }
            return found
        }
        let now = StoreFixture.now
        let old = try add(from: now, days: 300)
        _ = try add(from: now + 60, days: 30, usage: .sign)
        #expect(try superseded(at: now + 120).isEmpty)
        let encrypting = try add(from: now + 60, days: 20, usage: .encrypt)
        #expect(try superseded(at: now + 120) == [old.fingerprint])
        #expect(try superseded(at: now + 25 * 86_400).isEmpty)
        var filter = CertificateFilter()
        (filter.endsBefore, filter.excludesSuperseded) = (now + 400 * 86_400, true)
        var count = 0
        try fixture.store.forEachEntry(filter, at: now + 120) { _ in count += 1 }
        #expect(count == 2)
        try fixture.store.revoke([encrypting], reason: .keyCompromise, at: now + 120)
        #expect(try superseded(at: now + 180).isEmpty)
    }

    @Test("finds the octets under a URI without decoding them, the newest first")
    func records() throws {
        let old = try fixture.store.issue(orders(10..<11), on: terms)
        let later = CertificateTerms(
            authority: fixture.authority, key: .p256,
            validity: CertificateValidity(from: StoreFixture.now + 60, days: 10))
        let new = try fixture.store.issue(orders(10..<11), on: later)
        let found = try fixture.store.records(forURI: "sip:user10@example.test")
        #expect(found.map(\.der) == [new[0].der, old[0].der])
        #expect(!found.contains { !$0.hasPrivateKey })
        #expect(try fixture.store.records(forURI: "sip:nobody@example.test").isEmpty)
    }
}
