import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, removal of CRLs")
struct RevocationListRemovalTests {
    private let fixture: StoreFixture
    /// Of the same name as the store's own authority.
    private let namesake: CertificateAuthority
    private let elsewhere: CertificateAuthority
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        (namesake, elsewhere) = (try StoreFixture.authority(), try TestLab.foreignAuthority())
        try fixture.store.adopt(fixture.authority)
        for authority in [namesake, elsewhere] { try fixture.store.trust(authority.certificate) }
    }

    private func list(_ authority: CertificateAuthority, revoking: Int = 0) throws -> RevocationList {
        let revoked = (0..<revoking).map {
            RevokedCertificate(
                serialNumber: String(0x10 + $0, radix: 16), revokedAt: now, reason: .superseded)
        }
        return try authority.revocationList(
            number: 1, revoked: revoked, at: now, nextUpdate: now + 86_400)
    }

    private func own() throws -> RevocationList {
        try #require(try store.revocationLists().first { $0.isIssued(by: fixture.authority.certificate) })
    }

    @Test("a CRL is removed by the first digits of its fingerprint, in either case")
    func byFingerprint() throws {
        let lists = [try list(namesake), try list(elsewhere)]
        _ = try store.add(lists)
        let digits = String(lists[0].fingerprint.prefix(24))
        #expect(try store.removeRevocationList(digits.uppercased()) == lists[0])
        #expect(throws: CertStoreError.unknownRevocationList(digits)) {
            try store.removeRevocationList(digits)
        }
        #expect(try store.removeRevocationList(lists[1].fingerprint) == lists[1])
        #expect(try store.revocationLists() == [own()])
    }

    @Test("no digits, unknown digits and digits of several CRLs remove none")
    func unknownOrAmbiguous() throws {
        var known: [Character: RevocationList] = [try #require(own().fingerprint.first): try own()]
        var repeated: Character?
        // The order of CRLs with the same number and other entries is undecided: all of them stay.
        for revoking in 0..<17 where repeated == nil {
            let list = try list(elsewhere, revoking: revoking)
            _ = try store.add([list])
            let digit = try #require(list.fingerprint.first)
            if known.updateValue(list, forKey: digit) != nil { repeated = digit }
        }
        let before = try store.revocationLists()
        let digit = try String(#require(repeated))
        #expect(throws: CertStoreError.ambiguousRevocationList(digit)) {
            try store.removeRevocationList(digit)
        }
        for identifier in ["", "xyz", String(repeating: "0", count: 64)] {
            #expect(throws: CertStoreError.unknownRevocationList(identifier)) {
                try store.removeRevocationList(identifier)
            }
        }
        #expect(try store.revocationLists() == before)
    }

    @Test("the CRL of the store's own authority cannot be removed, by its fingerprint or by its issuer")
    func ownList() throws {
        let own = try own()
        let error = CertStoreError.ownRevocationList(number: own.number)
        #expect(throws: error) { try store.removeRevocationList(own.fingerprint) }
        #expect(throws: error) { try store.removeRevocationLists(ofIssuer: own.issuer) }
        #expect(try store.revocationLists() == [own])
    }

    @Test("the CRLs of an issuer are removed, those of other names stay, and that of the own authority stays")
    func byIssuer() throws {
        let namesakes = [try list(namesake), try list(namesake, revoking: 1)]
        let foreign = try list(elsewhere)
        _ = try store.add(namesakes + [foreign])
        let own = try own()
        #expect(foreign.issuer != own.issuer && namesakes[0].issuer == own.issuer)
        #expect(try Set(store.removeRevocationLists(ofIssuer: own.issuer)) == Set(namesakes))
        #expect(try Set(store.revocationLists()) == [own, foreign])
        for issuer in ["", "CN=unknown", foreign.issuer.lowercased()] {
            #expect(throws: CertStoreError.unknownRevocationList(issuer)) {
                try store.removeRevocationLists(ofIssuer: issuer)
            }
        }
        #expect(try store.removeRevocationLists(ofIssuer: foreign.issuer) == [foreign])
    }

    @Test("an authority is trusted together with its CRL, or neither is imported")
    func trustedTogether() throws {
        let (new, unknown) = (try StoreFixture.authority(), try StoreFixture.authority())
        let (good, bad) = (try list(new), try list(unknown))
        #expect(throws: CertStoreError.unknownRevocationListIssuer(issuer: bad.issuer)) {
            try store.trust([new.certificate], lists: [good, bad])
        }
        #expect(try store.trustAnchors().count == 3 && store.revocationLists().count == 1)
        let result = try store.trust([new.certificate], lists: [good, good])
        #expect(result == [.added(replacing: [], alongside: []), .alreadyPresent])
        #expect(try store.trustAnchors().contains { $0.certificate == new.certificate })
    }
}
