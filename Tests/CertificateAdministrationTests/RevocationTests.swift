import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@Suite("Choosing and revoking")
struct RevocationTests {
    private let lab: AdministrationLab

    init() throws { lab = try AdministrationLab() }

    private func revoke(
        _ uri: String, _ selection: CertificateSelection = .only, for reason: RevocationReason = .superseded
    ) throws -> [Certificate] {
        let selected = try lab.store.certificatesToRevoke(of: uri, selection, for: reason)
        try lab.store.revoke(selected, reason: reason, at: TestLab.now)
        return selected
    }

    @Test("one of several certificates is selected by its serial number in any spelling, or all are selected")
    func selection() throws {
        let first = try lab.issue("sip:alice@example.test")
        let second = try lab.issue("sip:alice@example.test")
        let found = try lab.store.certificates(of: "sip:alice@example.test")
        #expect {
            try CertificateSelection.only.selected(from: found, of: "sip:alice@example.test")
        } throws: {
            guard case .several("sip:alice@example.test", let serials) = $0 as? SelectionError else {
                return false
            }
            return serials.count == 2 && serials.allSatisfy { $0.hasSuffix(" (until 2026-12-23T11:59:59Z)") }
        }
        let all = try CertificateSelection.all.selected(from: found, of: "sip:alice@example.test")
        #expect(Set(all.map(\.certificate)) == [first, second])
        let serial = "00:" + first.facts.serialNumber.lowercased()
        let named = try lab.store.certificates(of: "sip:alice@EXAMPLE.test", .serialNumber(serial))
        #expect(named.map(\.certificate) == [first])
    }

    @Test("a URI without certificate, and an unknown serial number, are refused")
    func nothing() throws {
        try lab.issue("sip:alice@example.test")
        #expect(throws: AdministrationError.selection(.noCertificate(uri: "sip:bob@example.test"))) {
            try lab.store.certificates(of: "sip:bob@example.test")
        }
        #expect(
            throws: AdministrationError.selection(
                .noSuchSerial(uri: "sip:alice@example.test", serial: "42"))
        ) {
            try lab.store.certificates(of: "sip:alice@example.test", .serialNumber("42"))
        }
    }

    @Test("revoked certificates are excluded, but one on hold can be revoked permanently")
    func revokes() throws {
        let first = try lab.issue("sip:alice@example.test")
        #expect(try revoke("sip:alice@example.test", for: .certificateHold) == [first])
        let second = try lab.issue("sip:alice@example.test")
        #expect(try revoke("sip:alice@example.test", for: .certificateHold) == [second])
        let third = try lab.issue("sip:alice@example.test")
        #expect(
            Set(try revoke("sip:alice@example.test", .all, for: .keyCompromise)) == [first, second, third])
        #expect(try lab.revokedSerialNumbers().count == 3)
        #expect(throws: CertStoreError.self) { try revoke("sip:alice@example.test") }
    }

    @Test("the certificates with the key of a compromised one are found")
    func sameKey() throws {
        let old = try lab.issue("sip:alice@example.test")
        let new = try Renewal(of: "sip:alice@example.test", reusingKey: true)
            .perform(in: lab.store, on: AdministrationLab.terms)
        try lab.store.revoke([old], reason: .keyCompromise, at: TestLab.now)
        #expect(
            try lab.store.unrevokedSerialNumbers(withKeyOf: [old]) == new.map(\.facts.serialNumber))
    }

    @Test("the newest certificate that is not revoked is exported")
    func newest() throws {
        let older = try lab.issue("sip:alice@example.test")
        let newer = try lab.store.issue(
            SubscriberAddress("sip:alice@example.test").profile(),
            on: IssuingTerms(days: 30, at: TestLab.now + 3600))[0]
        func newest() throws -> NewestCertificate? {
            try NewestCertificate(
                among: lab.store.certificates(of: "sip:alice@example.test"), in: lab.store,
                at: TestLab.now + 7200)
        }
        #expect(try newest()?.certificate == newer)
        try lab.store.revoke([newer], reason: .superseded, at: TestLab.now + 7200)
        let open = try #require(try newest())
        #expect(open.certificate == older && !open.isRevoked)
        #expect(
            open.description
                == "the newest that is not revoked of 2 certificates, serial \(older.facts.serialNumber)")
    }

    @Test("an import reports the result for each CRL, and whether it is out of date")
    func lists() throws {
        let authority = try TestLab.shared().authority
        let other = try lab.otherStore()
        try other.trust(authority.certificate)
        let list = try authority.revocationList(
            number: 4, revoked: [], at: TestLab.now - 60, nextUpdate: TestLab.now + 60)
        func notices(at instant: Date) throws -> [RevocationListNotice] {
            let lists = try RevocationListFile.lists(list.pem(), name: "crl.pem")
            let additions = try other.add(lists)
            return try RevocationListNotice.notices(of: additions, of: lists, at: instant)
                + RevocationListNotice.gaps(of: lists, in: other, at: instant)
        }
        #expect(try notices(at: TestLab.now) == [.imported(list)])
        #expect(try notices(at: TestLab.now + 61) == [.alreadyThere(list), .outOfDate])
        #expect(throws: RevocationListFile.Failure.notAList("x")) {
            try RevocationListFile.lists([0x30, 0x00], name: "x")
        }
    }
}
