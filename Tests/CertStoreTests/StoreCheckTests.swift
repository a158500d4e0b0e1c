import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, check of CRLs and of large stores", .onlyInFiles)
struct StoreCheckTests {
    private let fixture: StoreFixture
    private let foreign: CertificateAuthority
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        foreign = try TestLab.foreignAuthority()
        try fixture.store.adopt(fixture.authority)
        try fixture.store.trust(foreign.certificate)
    }

    private func change(_ statement: String) throws -> [StoreDefect] {
        _ = try SQLiteProbe.text(fixture.path, statement)
        return try store.check().defects
    }

    /// Imports a CRL of the other authority, with this number of entries.
    private func imported(revoking count: Int = 1) throws -> RevocationList {
        let revoked = (0..<count).map {
            RevokedCertificate(serialNumber: "0\($0 + 1)", revokedAt: now, reason: .superseded)
        }
        let list = try foreign.revocationList(
            number: 7, revoked: revoked, at: now, nextUpdate: now + 86_400)
        _ = try store.add([list])
        return list
    }

    @Test("a kept list of ciphers that cannot be read is found", arguments: ["octets", "public_key"])
    func capabilities(column: String) throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        try fixture.store.keep(.own, of: alice, signed: now)
        #expect(try store.check().defects.isEmpty)
        let digest = try alice.publicKeyDigest().map { String(format: "%02x", $0) }.joined()
        let key = column == "octets" ? digest : "00"
        let defects = try change("UPDATE capability SET \(column) = x'00'")
        #expect(defects == [.unreadableCapabilities(publicKey: key)])
    }

    @Test("a CRL of another authority is sound, and its entries are not those of the own authority")
    func foreignList() throws {
        _ = try imported(revoking: 3)
        #expect(try store.check().defects.isEmpty)
    }

    @Test(
        "each changed column of a CRL is found, and the check is clean when it is changed back",
        arguments: [
            "issuer = x'3000'", "number = '8'", "number = NULL", "this_update = this_update + 1",
            "next_update = next_update - 1", "next_update = NULL",
        ])
    func columns(assignment: String) throws {
        let list = try imported()
        let row = "WHERE fingerprint = '\(list.fingerprint)'"
        _ = try SQLiteProbe.text(
            fixture.path, "CREATE TABLE kept AS SELECT * FROM revocation_list \(row)")
        #expect(
            try change("UPDATE revocation_list SET \(assignment) \(row)") == [
                .columnsDiffer(fingerprint: list.fingerprint)
            ])
        let names = ["issuer", "number", "this_update", "next_update"]
        let restored = names.map { "\($0) = (SELECT \($0) FROM kept)" }.joined(separator: ", ")
        #expect(try change("UPDATE revocation_list SET \(restored) \(row)").isEmpty)
    }

    @Test(
        "a CRL with another fingerprint, or with unreadable octets, is reported by the fingerprint in its row"
    )
    func octets() throws {
        let list = try imported()
        let row = "WHERE number = '7'"
        let unreadable = StoreDefect.unreadableRevocationList(fingerprint: list.fingerprint)
        #expect(try change("UPDATE revocation_list SET der = x'30' \(row)") == [unreadable])
        #expect(
            try change(
                "UPDATE revocation_list SET der = (SELECT der FROM revocation_list WHERE number <> '7') \(row)"
            )
                == [unreadable])
    }

    @Test("revocations and the own CRL are compared in both directions, with sorted serial numbers")
    func revocations() throws {
        let users = try ["a", "b", "c"].map { try fixture.issue($0).certificate }
        try store.revoke(users, reason: .superseded, at: now)
        let serials = users.map(\.facts.serialNumber)
        #expect(
            try change("UPDATE revocation SET reason = 1") == [
                .revocationsNotListed(serialNumbers: serials.sorted())
            ])
        #expect(
            try change("UPDATE revocation SET reason = 4, revoked_at = revoked_at + 1") == [
                .revocationsNotListed(serialNumbers: serials.sorted())
            ])
        #expect(try change("UPDATE revocation SET revoked_at = revoked_at - 1").isEmpty)
        #expect(
            try change("DELETE FROM revocation WHERE serial = '\(serials[0])'") == [
                .listedNotRevoked(serialNumbers: [serials[0]])
            ])
        #expect(
            try change("DELETE FROM revocation") == [.listedNotRevoked(serialNumbers: serials.sorted())])
    }

    @Test("a hundred defects are reported, and no more")
    func hundred() throws {
        let terms = CertificateTerms(
            authority: fixture.authority, key: .p256, validity: CertificateValidity(from: now, days: 1))
        let orders = (0..<101).map { number in
            let uri = "sip:user\(number)@example.test"
            return CertificateOrder(uris: [uri], profile: .user(address: "user\(number)", uris: [uri]))
        }
        _ = try store.issue(orders, on: terms)
        let (first, rest) = (
            "fingerprint = (SELECT max(fingerprint) FROM certificate WHERE is_authority = 0)",
            "is_authority = 0"
        )
        #expect(try change("UPDATE certificate SET serial = serial || 'x' WHERE \(first)").count == 1)
        let defects = try change("UPDATE certificate SET subject = 'CN=other' WHERE \(rest)")
        #expect(defects.count == 100)
        #expect(try store.check().certificates == 103)
    }
}
