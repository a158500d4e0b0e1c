import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, private keys")
struct PrivateKeysTests {
    @Test("encrypts the keys of a store made with a passphrase, and opens them with no other")
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
        #expect(reopened.isEncrypted)
        let key = try reopened.privateKey(of: alice.certificate, passphrase: StoreFixture.passphrase)
        #expect(try key.der() == alice.key.der())
        #expect(throws: CertStoreError.passphraseRequired) { try reopened.privateKey(of: alice.certificate) }
        #expect(throws: CertStoreError.wrongPassphrase) {
            try reopened.privateKey(of: alice.certificate, passphrase: Array("battery".utf8))
        }
        let bob = try fixture.issue("bob")
        #expect(throws: CertStoreError.wrongPassphrase) {
            try reopened.add(
                bob.certificate, uris: uris, key: bob.key, passphrase: Array("battery".utf8))
        }
    }

    @Test("leaves no octets of a key in the file of an encrypted store")
    func nothingPlain() throws {
        let fixture = try StoreFixture(encrypted: true)
        let alice = try fixture.issue("alice")
        try fixture.store.add(
            alice.certificate, uris: [StoreFixture.alice], key: alice.key, passphrase: StoreFixture.passphrase
        )
        // The 32 octets of the private number stand behind the version and their own header.
        let der = try Data(alice.key.der())
        let header = try #require(der.range(of: Data([0x02, 0x01, 0x01, 0x04, 0x20])))
        let secret = der[header.upperBound..<header.upperBound + 32]
        for name in try fixture.directory.names() {
            #expect(try Data(fixture.directory.octets(of: name)).range(of: secret) == nil)
        }
    }

    @Test("takes no passphrase for a store that does not encrypt")
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
