import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("CertStore, passphrase")
struct PassphraseTests {
    private static let old = StoreFixture.passphrase
    private static let new = SecretOctets("battery staple")

    /// A store with three keys.
    private func fixture(encrypted: Bool) throws -> (StoreFixture, [Certificate]) {
        let fixture = try StoreFixture(encrypted: encrypted)
        let identities = try (0..<3).map { try fixture.issue("user\($0)") }
        for identity in identities {
            try fixture.store.add(
                identity.certificate, uris: identity.certificate.facts.uris, key: identity.key,
                passphrase: encrypted ? Self.old : nil)
        }
        return (fixture, identities.map(\.certificate))
    }

    @Test("is set, after which the keys open with it only, also in a store that is open already")
    func set() throws {
        let (fixture, certificates) = try fixture(encrypted: false)
        let other = try CertStore.open(fixture.path)
        let keys = try certificates.map { try other.privateKey(of: $0) }
        #expect(try fixture.store.changePassphrase(from: nil, to: Self.new).keys == 3)
        #expect(try other.isEncrypted)
        for (certificate, key) in zip(certificates, keys) {
            #expect(throws: CertStoreError.passphraseRequired) { try other.privateKey(of: certificate) }
            let opened = try other.privateKey(of: certificate, passphrase: Self.new)
            #expect(try opened.der().copied() == key.der().copied())
            if !PostgreSQLServer.isUsed {
                #expect(try StoreFixture.files(in: fixture.directory, holding: key).isEmpty)
            }
        }
    }

    @Test("reports that the old keys remain while another connection reads the store", .onlyInFiles)
    func read() throws {
        let (fixture, certificates) = try fixture(encrypted: false)
        let key = try fixture.store.privateKey(of: certificates[0])
        let reader = try CertStore.open(fixture.path)
        var changes: [PassphraseChange] = []
        try reader.forEachEntry(at: StoreFixture.now) { _ in
            if changes.isEmpty {
                changes.append(try fixture.store.changePassphrase(from: nil, to: Self.new))
            }
        }
        #expect(changes == [PassphraseChange(keys: 3, leavesCopies: true)])
        #expect(try !StoreFixture.files(in: fixture.directory, holding: key).isEmpty)
        let again = try fixture.store.changePassphrase(from: Self.new, to: Self.old)
        #expect(again == PassphraseChange(keys: 3, leavesCopies: false))
        #expect(try StoreFixture.files(in: fixture.directory, holding: key).isEmpty)
    }

    @Test("is changed, after which the old one opens nothing")
    func changed() throws {
        let (fixture, certificates) = try fixture(encrypted: true)
        #expect(throws: CertStoreError.passphraseRequired) {
            try fixture.store.changePassphrase(from: nil, to: Self.new)
        }
        #expect(throws: CertStoreError.wrongPassphrase) {
            try fixture.store.changePassphrase(from: Self.new, to: Self.new)
        }
        #expect(try fixture.store.changePassphrase(from: Self.old, to: Self.new).keys == 3)
        #expect(throws: CertStoreError.wrongPassphrase) {
            try fixture.store.privateKey(of: certificates[0], passphrase: Self.old)
        }
        let reopened = try CertStore.open(fixture.path)
        for certificate in certificates {
            #expect(
                try reopened.privateKey(of: certificate, passphrase: Self.new).matches(certificate))
        }
    }

    @Test("is removed only on request, after which the keys are unencrypted")
    func removed() throws {
        let (fixture, certificates) = try fixture(encrypted: true)
        #expect(try fixture.store.changePassphrase(from: Self.old, to: nil).keys == 3)
        #expect(try !fixture.store.isEncrypted)
        let key = try fixture.store.privateKey(of: certificates[0])
        if !PostgreSQLServer.isUsed {
            #expect(try StoreFixture.files(in: fixture.directory, holding: key) == ["store.db"])
        }
        #expect(throws: CertStoreError.notEncrypted) {
            try fixture.store.changePassphrase(from: Self.old, to: Self.new)
        }
    }

    @Test("converts the keys of a store of version 1 to a store secret")
    func version1() throws {
        let directory = try TemporaryDirectory()
        try directory.write(Vectors.octets("stores/version-1-encrypted.db"), to: "store.db")
        try directory.setPermissions(of: "store.db", to: 0o600)
        let store = try CertStore.open(directory.file("store.db"))
        #expect(try store.changePassphrase(from: Self.old, to: Self.old).keys == 4)
        let alice = try #require(try store.certificates(forURI: "sip:alice@example.test").first)
        _ = try store.privateKey(of: alice.certificate, passphrase: Self.old)
        // Opening each with a passphrase takes a fifth of a second; all of these open within one.
        let taken = try ContinuousClock().measure {
            for _ in 0..<200 { _ = try store.privateKey(of: alice.certificate, passphrase: Self.old) }
        }
        #expect(taken < .seconds(5))
    }

    @Test("is the same for first keys added by eight connections at once")
    func first() async throws {
        let fixture = try StoreFixture(encrypted: true)
        let (path, identities) = (fixture.path, try (0..<8).map { try fixture.issue("user\($0)") })
        try await withThrowingTaskGroup(of: Void.self) { group in
            for identity in identities {
                group.addTask {
                    try CertStore.open(path).add(
                        identity.certificate, uris: identity.certificate.facts.uris, key: identity.key,
                        passphrase: Self.old)
                }
            }
            try await group.waitForAll()
        }
        for identity in identities {
            _ = try fixture.store.privateKey(of: identity.certificate, passphrase: Self.old)
        }
    }
}
