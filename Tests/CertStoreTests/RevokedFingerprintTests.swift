import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, revoked certificates among some")
struct RevokedFingerprintTests {
    private let fixture: StoreFixture
    private let foreign: CertificateAuthority
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws {
        fixture = try StoreFixture()
        foreign = try TestLab.foreignAuthority()
    }

    private func file(_ user: String, by authority: CertificateAuthority) throws -> Certificate {
        let uri = "sip:\(user)@example.test"
        let certificate = try authority.issue(
            .user(address: user, uris: [uri]), for: .generate(.p256),
            validity: CertificateValidity(from: now, days: 100))
        try store.add(certificate, uris: [uri])
        return certificate
    }

    private func list(of certificate: Certificate, at seconds: Double) throws -> RevocationList {
        let entry = RevokedCertificate(
            serialNumber: certificate.facts.serialNumber, revokedAt: now + seconds, reason: .superseded)
        return try foreign.revocationList(
            number: 1, revoked: [entry], at: now + seconds, nextUpdate: now + 86_400)
    }

    /// The revoked ones, which a listing must report too.
    private func revoked(_ certificates: [Certificate], at seconds: Double) throws -> Set<String> {
        let found = try store.revokedFingerprints(among: certificates, at: now + seconds)
        var listed: Set<String> = []
        try store.forEachEntry(at: now + seconds) { if $0.isRevoked { listed.insert($0.fingerprint) } }
        #expect(found == listed.intersection(certificates.map(\.fingerprint)))
        return found
    }

    @Test("are those of the own authority and those on the CRL of another")
    func both() throws {
        try store.adopt(fixture.authority)
        try store.trust(foreign.certificate)
        let own = [try file("a", by: fixture.authority), try file("b", by: fixture.authority)]
        let others = [try file("c", by: foreign), try file("d", by: foreign)]
        #expect(try revoked(own + others, at: 60).isEmpty)
        try store.revoke([own[1]], reason: .superseded, at: now)
        #expect(try revoked(own + others, at: 60) == [own[1].fingerprint])
        _ = try store.add([list(of: others[0], at: 30)])
        #expect(try revoked(own + others, at: 60) == [own[1].fingerprint, others[0].fingerprint])
        #expect(try revoked([own[0], others[0]], at: 60) == [others[0].fingerprint])
        #expect(try revoked([], at: 60).isEmpty)
    }

    @Test("are found without an own authority, from the second of the revocation on")
    func withoutAuthority() throws {
        try store.trust(foreign.certificate)
        let alice = try file("alice", by: foreign)
        _ = try store.add([list(of: alice, at: 30)])
        #expect(try revoked([alice], at: 29).isEmpty)
        #expect(try revoked([alice], at: 30) == [alice.fingerprint])
        #expect(try revoked([alice], at: 100_000) == [alice.fingerprint])
    }

    @Test(
        "do not include certificates that are not in the store, nor those of a namesake with the same serial number"
    )
    func absent() throws {
        try store.adopt(fixture.authority)
        let unfiled = try fixture.issue("unfiled").certificate
        try store.revoke([unfiled], reason: .superseded, at: now)
        #expect(try store.revokedFingerprints(among: [unfiled], at: now).isEmpty)
        try store.trust(foreign.certificate)
        let alice = try file("alice", by: foreign)
        let mine = try file("bob", by: fixture.authority)
        // The CRL of the other authority lists a serial number that only the own authority has issued.
        _ = try store.add([list(of: mine, at: 0)])
        #expect(try revoked([alice, mine], at: 60).isEmpty)
    }

    @Test(
        "do not include a certificate of another issuer with a serial number that was revoked here",
        .onlyInFiles)
    func sameSerialNumber() throws {
        try store.adopt(fixture.authority)
        let (own, other) = (try file("own", by: fixture.authority), try file("other", by: foreign))
        for certificate in [own, other] {
            // Serial numbers are random, so this revocation is written without the library.
            _ = try SQLiteProbe.text(
                fixture.path,
                """
                INSERT INTO revocation (serial, authority, revoked_at, reason, not_after)
                VALUES ('\(certificate.facts.serialNumber)', 1, 0, 4, 0)
                """)
        }
        #expect(try revoked([own, other], at: 60) == [own.fingerprint])
    }
}
