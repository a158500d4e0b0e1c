import CMS
import Foundation
import TestSupport
import Testing

@testable import CertStore

@Suite("CertStore, private keys")
struct PrivateKeysTests {
    @Test("encrypts the keys of a store with a passphrase, and opens them with no other")
    func encrypted() throws {
        let fixture = try StoreFixture(encrypted: true)
        let alice = try fixture.issue("alice")
        let store = fixture.store
        let uris = [StoreFixture.alice]
        #expect(throws: CertStoreError.passphraseRequired) {
            try store.add(alice.certificate, uris: uris, key: alice.key)
        }
        try store.add(alice.certificate, uris: uris, key: alice.key, passphrase: StoreFixture.passphrase)

        let reopened = try CertStore.open(fixture.path)
        #expect(try reopened.isEncrypted)
        let key = try reopened.privateKey(of: alice.certificate, passphrase: StoreFixture.passphrase)
        #expect(try key.der().copied() == alice.key.der().copied())
        #expect(throws: CertStoreError.passphraseRequired) { try reopened.privateKey(of: alice.certificate) }
        #expect(throws: CertStoreError.wrongPassphrase) {
            try reopened.privateKey(of: alice.certificate, passphrase: SecretOctets("battery"))
        }
        let bob = try fixture.issue("bob")
        #expect(throws: CertStoreError.wrongPassphrase) {
            try reopened.add(
                bob.certificate, uris: uris, key: bob.key, passphrase: SecretOctets("battery"))
        }
    }

    @Test("leaves no octets of a key in the file of an encrypted store", .onlyInFiles)
    func nothingPlain() throws {
        let fixture = try StoreFixture(encrypted: true)
        let alice = try fixture.issue("alice")
        try fixture.store.add(
            alice.certificate, uris: [StoreFixture.alice], key: alice.key, passphrase: StoreFixture.passphrase
        )
        #expect(try StoreFixture.files(in: fixture.directory, holding: alice.key).isEmpty)
    }

    @Test(
        "leaves no octets of a removed key in its files, while the store is open and after",
        .onlyInFiles)
    func removed() throws {
        for _ in 0..<5 { try Self.removed() }
    }

    private static func removed() throws {
        var fixture: StoreFixture? = try StoreFixture()
        let directory = try #require(fixture?.directory)
        // Enough for several pages, between which SQLite moves rows when others are removed.
        let identities = try (0..<60).map { try #require(try fixture?.issue("user\($0)")) }
        for identity in identities.shuffled() {
            try fixture?.store.add(
                identity.certificate, uris: identity.certificate.facts.uris, key: identity.key)
        }
        #expect(try identities.allSatisfy { try !StoreFixture.files(in: directory, holding: $0.key).isEmpty })
        for identity in identities[..<30] { try fixture?.store.remove(identity.certificate) }
        // A key may also be replaced, by itself.
        for identity in identities[30...] {
            try fixture?.store.add(
                identity.certificate, uris: identity.certificate.facts.uris, key: identity.key)
        }
        for identity in identities[..<30] {
            #expect(try StoreFixture.files(in: directory, holding: identity.key).isEmpty)
        }
        fixture = nil
        for identity in identities[..<30] {
            #expect(try StoreFixture.files(in: directory, holding: identity.key).isEmpty)
        }
        for identity in identities[30...] {
            #expect(try StoreFixture.files(in: directory, holding: identity.key) == ["store.db"])
        }
    }

    @Test("leaves nothing of a replaced encrypted key, while the store is open", .onlyInFiles)
    func replaced() throws {
        let fixture = try StoreFixture(encrypted: true)
        let alice = try fixture.issue("alice")
        func add() throws -> Data {
            try fixture.store.add(
                alice.certificate, uris: [StoreFixture.alice], key: alice.key,
                passphrase: StoreFixture.passphrase)
            return try fixture.store.read { (database) throws(CertStoreError) in
                var last = Data()
                try database.store("SELECT octets FROM private_key ORDER BY id") { last = Data($0.octets(0)) }
                return last
            }
        }
        func files(holding octets: Data) throws -> [String] {
            try StoreFixture.files(in: fixture.directory, holding: octets)
        }
        let first = try add()
        #expect(try !files(holding: first).isEmpty)
        let second = try add()
        #expect(second != first)
        #expect(try files(holding: first).isEmpty)
        #expect(try !files(holding: second).isEmpty)
    }

    @Test("refuses a passphrase for an unencrypted store")
    func notEncrypted() throws {
        let fixture = try StoreFixture()
        let alice = try fixture.issue("alice")
        #expect(throws: CertStoreError.notEncrypted) {
            try fixture.store.add(
                alice.certificate, uris: [StoreFixture.alice], key: alice.key,
                passphrase: StoreFixture.passphrase)
        }
    }
}
