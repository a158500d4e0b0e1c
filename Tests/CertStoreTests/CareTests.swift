import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, maintenance")
struct CareTests {
    private let fixture: StoreFixture
    private let alice: (certificate: Certificate, key: PrivateKey)

    init() throws {
        fixture = try StoreFixture()
        alice = try fixture.issue("alice")
        try fixture.store.adopt(fixture.authority)
        try fixture.store.add(alice.certificate, uris: [StoreFixture.alice], key: alice.key)
    }

    @Test("replaces a certificate by another one completely or not at all", .onlyInFiles)
    func inPlace() throws {
        let (first, second) = (try fixture.issue("bob").certificate, try fixture.issue("bob").certificate)
        let uri = "sip:bob@example.test"
        try fixture.store.add(first, uris: [uri])
        _ = try SQLiteProbe.text(
            fixture.path, "CREATE TRIGGER no BEFORE DELETE ON name BEGIN SELECT RAISE(ABORT, 'no'); END")
        #expect(throws: CertStoreError.self) {
            try fixture.store.add(second, uris: [uri], inPlaceOf: [first])
        }
        #expect(try fixture.store.certificates(forURI: uri).map(\.certificate) == [first])
        _ = try SQLiteProbe.text(fixture.path, "DROP TRIGGER no")
        try fixture.store.add(second, uris: [uri], inPlaceOf: [first, alice.certificate])
        #expect(try fixture.store.certificates(forURI: uri).map(\.certificate) == [second])
        #expect(try fixture.store.certificates().count == 2)
    }

    @Test(
        "passes the check with keys of every kind, also if version 0.1 named an RSASSA-PSS key as RSA",
        .onlyInFiles)
    func kindsOfKeys() throws {
        let names = [
            "pss", "pss-sha384", "pss-sha1", "brainpoolP256r1", "secp256k1", "P-521", "ed448", "explicit",
        ]
        for name in names {
            let odd = try TestIdentity.odd(name)
            try fixture.store.add(odd.certificate, uris: [StoreFixture.alice], key: odd.key)
        }
        #expect(try fixture.store.check().defects.isEmpty)
        let renamed = "UPDATE certificate SET key_algorithm = '%' WHERE subject = 'CN=pss'"
        _ = try SQLiteProbe.text(fixture.path, renamed.replacing("%", with: "RSA-2048"))
        #expect(try fixture.store.check().defects.isEmpty)
        var listed: [String: String] = [:]
        try fixture.store.forEachEntry(at: StoreFixture.now) { listed[$0.subject] = $0.key }
        #expect(listed["CN=pss"] == "RSASSA-PSS-2048")
        for name in names {
            let odd = try TestIdentity.odd(name)
            #expect(
                try fixture.store.privateKey(of: odd.certificate).isConsistent(with: odd.certificate),
                "\(name)")
        }
        _ = try SQLiteProbe.text(fixture.path, renamed.replacing("%", with: "RSA-1024"))
        let fingerprint = try TestIdentity.odd("pss").certificate.fingerprint
        #expect(try fixture.store.check().defects == [.columnsDiffer(fingerprint: fingerprint)])
    }

    @Test(
        "passes the check if version 0.2 named P-521 or Ed25519 as libcrypto does, and lists today's name",
        .onlyInFiles)
    func formerNames() throws {
        let lab = try TestLab.shared()
        for (key, former) in [(KeyAlgorithm.p521, "secp521r1"), (.ed25519, "ED25519")] {
            let identity = try lab.identity(.bob, key)
            let fingerprint = identity.certificate.fingerprint
            try fixture.store.add(identity.certificate, uris: ["sip:bob@example.test"], key: identity.key)
            func rename(_ name: String) throws -> [StoreDefect] {
                let statement =
                    "UPDATE certificate SET key_algorithm = '\(name)' WHERE fingerprint = '\(fingerprint)'"
                _ = try SQLiteProbe.text(fixture.path, statement)
                return try fixture.store.check().defects
            }
            #expect(try rename(former).isEmpty)
            var listed: [String: String] = [:]
            try fixture.store.forEachEntry(at: StoreFixture.now) { listed[$0.fingerprint] = $0.key }
            #expect(listed[fingerprint] == key.name)
            // The former name of another kind of key is no name of this one.
            for other in ["secp521r1", "ED25519", "P-256"] where other != former {
                #expect(try rename(other) == [.columnsDiffer(fingerprint: fingerprint)], "\(other)")
            }
            #expect(try rename(key.name).isEmpty)
        }
    }

    @Test("files nothing if the step before the commit fails, and skips the step if it cannot file")
    func beforeCommit() throws {
        struct Unwritable: Error {}
        let bob = try fixture.issue("bob").certificate
        let uri = "sip:bob@example.test"
        #expect(throws: Unwritable.self) {
            try fixture.store.add(bob, uris: [uri]) { throw Unwritable() }
        }
        #expect(try fixture.store.certificates(forURI: uri).isEmpty)
        #expect(throws: CertStoreError.noURI(subject: bob.facts.subject)) {
            try fixture.store.add(bob, uris: []) { Issue.record("the step was taken") }
        }
        let number = try fixture.store.nextRevocationList(lasting: 60) { StoreFixture.now }.number
        #expect(throws: Unwritable.self) {
            _ = try fixture.store.nextRevocationLists(lasting: 60) {
                StoreFixture.now
            } beforeCommit: { _ in
                throw Unwritable()
            }
        }
        let next = try fixture.store.nextRevocationList(lasting: 60) { StoreFixture.now }.number
        #expect(Int(next ?? "") == Int(number ?? "").map { $0 + 1 })
        try fixture.store.add(bob, uris: [uri]) {}
        #expect(try fixture.store.certificates(forURI: uri).map(\.certificate) == [bob])
        #expect(try fixture.store.check().defects.isEmpty)
    }

    @Test("finds no defects in a sound store")
    func sound() throws {
        let check = try fixture.store.check()
        #expect(check.certificates == 2 && check.keys == 2 && check.keysNotOpened == 0)
        #expect(check.defects.isEmpty)
    }

    @Test("opens the encrypted keys if it has the passphrase, and otherwise counts them")
    func encrypted() throws {
        _ = try fixture.store.changePassphrase(from: nil, to: StoreFixture.passphrase)
        #expect(try fixture.store.check().keysNotOpened == 2)
        let check = try fixture.store.check(passphrase: StoreFixture.passphrase)
        #expect(check.keys == 2 && check.defects.isEmpty)
        #expect(throws: CertStoreError.wrongPassphrase) {
            try fixture.store.check(passphrase: SecretOctets("battery"))
        }
    }

    @Test("finds changes made without the library", .onlyInFiles)
    func tampered() throws {
        let bob = try fixture.issue("bob")
        try fixture.store.add(bob.certificate, uris: ["sip:bob@example.test"], key: bob.key)
        let (a, b) = (alice.certificate.fingerprint, bob.certificate.fingerprint)
        func change(_ assignment: String, _ fingerprint: String) throws {
            _ = try SQLiteProbe.text(
                fixture.path, "UPDATE certificate SET \(assignment) WHERE fingerprint = '\(fingerprint)'")
        }
        try change("not_after = 0", a)
        #expect(try fixture.store.check().defects == [.columnsDiffer(fingerprint: a)])
        _ = try SQLiteProbe.text(
            fixture.path, "INSERT INTO private_key VALUES (99, x'3003020100')")
        try change("private_key = 99", b)
        // The order of rows is undefined.
        func defectsOfBob() throws -> [StoreDefect] {
            try fixture.store.check().defects.filter {
                // No certificate refers to the key of bob's certificate then.
                ![.columnsDiffer(fingerprint: a), .unnamedKeys(1), .unnamedKeys(2)].contains($0)
            }
        }
        #expect(try fixture.store.check().defects.count == 3)
        #expect(try defectsOfBob() == [.unreadableKey(fingerprint: b)])
        try change("private_key = (SELECT private_key FROM certificate WHERE fingerprint = '\(a)')", b)
        #expect(try defectsOfBob() == [.keyDoesNotMatchCertificate(fingerprint: b)])
        try change("der = x'00'", b)
        #expect(try defectsOfBob() == [.unreadableCertificate(fingerprint: b)])
        _ = try SQLiteProbe.text(fixture.path, "INSERT INTO name VALUES ('sip:nobody@example.test', 99, 1)")
        guard case .database(let words)? = try fixture.store.check().defects.first else {
            Issue.record("the row of a certificate that is not there was not found")
            return
        }
        #expect(words.contains("name"))
    }

    @Test("finds a private key that no certificate refers to and that was not overwritten", .onlyInFiles)
    func unnamedKey() throws {
        let named = try SQLiteProbe.text(fixture.path, "SELECT count(private_key) FROM certificate")
        _ = try SQLiteProbe.text(fixture.path, "UPDATE certificate SET private_key = NULL")
        #expect(try fixture.store.check().defects == [.unnamedKeys(try #require(Int(named)))])
        _ = try SQLiteProbe.text(
            fixture.path, "UPDATE private_key SET octets = zeroblob(length(octets))")
        #expect(try fixture.store.check().defects.isEmpty)
    }

    @Test("finds a certificate that lookups by its URIs would miss, or by others would find", .onlyInFiles)
    func misplaced() throws {
        let fingerprint = alice.certificate.fingerprint
        let defects: [StoreDefect] = [.notFoundByNames(fingerprint: fingerprint)]
        func change(_ statement: String) throws -> [StoreDefect] {
            _ = try SQLiteProbe.text(fixture.path, statement)
            return try fixture.store.check().defects
        }
        func filed(_ text: String) -> String {
            "UPDATE certificate SET filed_under = '\(text)' WHERE fingerprint = '\(fingerprint)'"
        }
        #expect(try change(filed("")) == defects)
        #expect(try change(filed("sip:mallory@example.test")) == defects)
        #expect(try change(filed("\(StoreFixture.alice) pres:alice@example.test")) == defects)
        #expect(try change(filed(StoreFixture.alice)).isEmpty)
        #expect(try change("UPDATE name SET elsewhere = 1 WHERE uri = '\(StoreFixture.alice)'") == defects)
    }

    @Test("is backed up completely while others write, and the copy is a store")
    func backUp() throws {
        let other = try CertStore.open(fixture.path)
        let copy = fixture.directory.file("copy.db")
        try fixture.store.backUp(to: copy)
        try other.trust(try StoreFixture.authority().certificate)
        try fixture.store.backUp(to: copy)
        #expect(try fixture.directory.permissions(of: "copy.db") == 0o600)
        #expect(try fixture.directory.names().filter { $0.contains("tmp") }.isEmpty)
        let opened = try CertStore.open(copy)
        #expect(try opened.trustAnchors().count == 2)
        #expect(try opened.privateKey(of: alice.certificate).matches(alice.certificate))
        #expect(try opened.check().defects.isEmpty)
        #expect(throws: CertStoreError.storeExists(path: copy)) { try fixture.store.backUp(to: copy) }
        if !PostgreSQLServer.isUsed {
            #expect(throws: CertStoreError.storeExists(path: fixture.path)) {
                try fixture.store.backUp(to: fixture.path)
            }
        }
    }

    @Test("is copied row for row into a new store, and never over an existing one")
    func copied() throws {
        let copy = fixture.directory.file("copy.db")
        #expect(try CertStore.copy(from: fixture.path, to: copy) == 2)
        let opened = try CertStore.open(copy)
        #expect(try opened.certificates() == fixture.store.certificates())
        #expect(try opened.trustAnchors() == fixture.store.trustAnchors())
        let authority = try opened.authorityCertificate()
        #expect(try opened.privateKey(of: authority).matches(authority))
        #expect(try opened.check().defects.isEmpty)
        let bob = try fixture.issue("bob")
        try opened.add(bob.certificate, uris: ["sip:bob@example.test"], key: bob.key)
        #expect(throws: CertStoreError.storeExists(path: copy)) {
            try CertStore.copy(from: fixture.path, to: copy)
        }
        #expect(try opened.certificates().count == 2)
    }

    @Test("is copied to another backend and back without loss", .onlyInPostgreSQL)
    func thereAndBack() throws {
        _ = try fixture.store.changePassphrase(from: nil, to: StoreFixture.passphrase)
        let (file, back) = (fixture.directory.file("copy.db"), try StoreFixture())
        #expect(try CertStore.copy(from: fixture.path, to: file) == 2)
        #expect(throws: CertStoreError.self) { try CertStore.copy(from: file, to: back.path) }
        let empty = try #require(try PostgreSQLServer.newDatabase(in: fixture.directory))
        #expect(try CertStore.copy(from: file, to: empty) == 2)
        let store = try CertStore.open(empty)
        #expect(try store.certificates() == fixture.store.certificates())
        let authority = try store.authorityCertificate()
        #expect(
            try store.privateKey(of: authority, passphrase: StoreFixture.passphrase).matches(authority))
        let bob = try fixture.issue("bob")
        try store.add(
            bob.certificate, uris: ["sip:bob@example.test"], key: bob.key, passphrase: StoreFixture.passphrase
        )
        #expect(try store.check(passphrase: StoreFixture.passphrase).certificates == 3)
    }
}
