import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The store of an earlier version", .onlyInFiles)
struct StoreMigrationTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("store.db") }

    init() throws { directory = try TemporaryDirectory() }

    private func take(_ name: String) throws {
        try directory.write(Vectors.octets("stores/\(name)"), to: "store.db")
        try directory.setPermissions(of: "store.db", to: 0o600)
    }

    @Test("opens with its whole content, and has its new version in the header of the file")
    func plain() throws {
        try take("version-1.db")
        let store = try CertStore.open(path)
        #expect(try store.certificates().count == 3)
        let alice = try #require(try store.certificates(forURI: "sip:alice@example.test").first)
        #expect(try store.privateKey(of: alice.certificate).matches(alice.certificate))
        let bob = try #require(try store.certificates(forURI: "sips:bob@example.test").first)
        #expect(bob.uris == ["sip:bob@example.test", "sips:bob@example.test"])
        #expect(try store.trustAnchors().map(\.isOwnAuthority).sorted { $0 && !$1 } == [true, false])
        let authority = try store.authority()
        // Its authority's certificates need no warning about a missing CRL.
        let lists = try store.revocationLists()
        #expect(lists.map(\.count) == [0] && lists.allSatisfy { $0.isIssued(by: authority.certificate) })
        #expect(try directory.octets(of: "store.db")[60..<64] == [0, 0, 0, 10])
        #expect(try CertStore.open(path).certificates().count == 3)
    }

    @Test("opens with its encrypted keys under their old passphrase")
    func encrypted() throws {
        try take("version-1-encrypted.db")
        let store = try CertStore.open(path)
        #expect(try store.isEncrypted)
        let alice = try #require(try store.certificates(forURI: "sip:alice@example.test").first)
        #expect(throws: CertStoreError.passphraseRequired) { try store.privateKey(of: alice.certificate) }
        #expect(throws: CertStoreError.wrongPassphrase) {
            try store.privateKey(of: alice.certificate, passphrase: SecretOctets("battery"))
        }
        let key = try store.privateKey(of: alice.certificate, passphrase: StoreFixture.passphrase)
        #expect(key.matches(alice.certificate))
    }

    @Test("keeps its revocations, and begins a new ledger")
    func version2() throws {
        try take("version-2.db")
        let store = try CertStore.open(path)
        #expect(try store.certificates().count == 3)
        #expect(
            try store.revocation(ofSerialNumber: "5D91AEEB54FDD98371342F083BDFC25B")?.reason == .keyCompromise
        )
        #expect(try store.check().defects.isEmpty)
        let entry = LedgerEntry(
            digests: [[UInt8](repeating: 1, count: 32)], signed: StoreFixture.now, states: [])
        #expect(try store.admit(entry, at: StoreFixture.now, rememberingFor: 600) == .beforeLedger)
    }

    @Test("finds each certificate by its URIs, with its key, and the trust anchors")
    func version3() throws {
        try take("version-3.db")
        let store = try CertStore.open(path)
        let check = try store.check()
        #expect(check.defects.isEmpty && check.certificates == 6 && check.keys == 5)
        let alices = try store.certificates(forURI: "sip:alice@example.test").map(\.certificate)
        #expect(alices.count == 2)
        for alice in alices { #expect(try store.privateKey(of: alice).matches(alice)) }
        let dave = try #require(try store.certificates(forURI: "sip:dave@example.test").first)
        #expect(!dave.hasPrivateKey)
        #expect(
            try Set(store.trustAnchors().map(\.certificate)) == [
                store.authorityCertificate(), dave.certificate,
            ])
        #expect(
            try store.revocation(ofSerialNumber: "480DDA1C1FF8A08C690B740F6BAD9D51")?.reason == .keyCompromise
        )
        #expect(try CertStore.open(path).certificates().count == 5)
    }

    @Test("of version 4 keeps its certificates and revocations, and counts its changes from 0")
    func version4() throws {
        try take("version-4.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        #expect(try store.certificates().count == 3 && store.state == CertStore.open(path).state)
        #expect(
            try store.revocation(ofSerialNumber: "73A28856BB380FBC9D83201E044D85ED")?.reason == .keyCompromise
        )
    }

    @Test("of version 5 keeps its certificates and revocations, and knows no capabilities")
    func version5() throws {
        try take("version-5.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        #expect(try store.certificates().count == 3)
        #expect(
            try store.revocation(ofSerialNumber: "650280789269501D72B33731216DA44F")?.reason == .keyCompromise
        )
        let alice = try #require(try store.certificates(forURI: "sip:alice@example.test").first).certificate
        #expect(try store.capabilities(of: alice) == nil)
        #expect(try store.keep(.own, of: alice, signed: StoreFixture.now))
        #expect(try CertStore.open(path).capabilities(of: alice) == .own)
    }

    @Test("of version 6 keeps its revocations under the one key of its authority, which can be rotated")
    func version6() throws {
        try take("version-6.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        let own = try store.ownAuthorities()
        #expect(own.map(\.standing) == [.current] && own.map(\.domain) == ["example.test"])
        let bob = try #require(try store.certificates(forURI: "sip:bob@example.test").first).certificate
        #expect(try store.revocation(ofSerialNumber: bob.facts.serialNumber)?.reason == .keyCompromise)
        #expect(try store.revokedFingerprints(among: [bob], at: StoreFixture.now) == [bob.fingerprint])
        #expect(try store.compromise(ofKeyIn: bob)?.serialNumber == bob.facts.serialNumber)
        let last = try #require(try store.revocationLists().first?.number.flatMap(Int.init))
        let next = try store.nextRevocationList(lasting: 60) { StoreFixture.now }
        #expect(try #require(next.number.flatMap(Int.init)) > last && next.count == 1)
        try store.rotate(own[0], to: StoreFixture.authority(number: 2), at: StoreFixture.now)
        #expect(try store.check().defects.isEmpty)
    }

    @Test("of version 7 keeps both keys of its authority in use")
    func version7() throws {
        try take("version-7.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        let own = try store.ownAuthorities()
        #expect(own.count == 2 && own.map(\.use) == [.inUse, .inUse])
        #expect(own.map(\.isTrusted) == [true, true] && own[0].standing == .current)
        let lists = try store.nextRevocationLists(lasting: 60, clock: { StoreFixture.now }) { _ in }.lists
        #expect(lists.map(\.count) == [0, 1])
    }

    @Test("of version 8 keeps what its ledger has recorded, which counts for no holder")
    func version8() throws {
        try take("version-8.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        #expect(try store.ledgerCount() == LedgerCount(entries: 3, since: 1_796_067_415))
        let signed = Date(timeIntervalSince1970: 1_796_067_416)
        func admit(_ digest: [UInt8], within limits: LedgerLimits) throws -> LedgerVerdict {
            let entry = LedgerEntry(digests: [digest], signed: signed, states: [], holder: [7])
            return try store.admit(entry, at: signed, rememberingFor: 600, within: limits)
        }
        let known = try octets("SELECT hex(key) FROM ledger_key")
        #expect(try admit(known, within: LedgerLimits(share: 1)) == .replayed)
        #expect(try admit([1], within: LedgerLimits(share: 1)) == .fresh)
        #expect(throws: CertStoreError.ledgerShareFull(limit: 1)) {
            try admit([2], within: LedgerLimits(share: 1))
        }
    }

    @Test("of version 9 keeps what its ledger has recorded, and what each holder has")
    func version9() throws {
        try take("version-9.db")
        let store = try CertStore.open(path)
        #expect(try store.check().defects.isEmpty)
        #expect(try store.ledgerCount() == LedgerCount(entries: 4, since: 1_796_067_417))
        let signed = Date(timeIntervalSince1970: 1_796_077_981)
        let holder = try octets("SELECT DISTINCT hex(holder) FROM ledger_state")
        func admit(_ digest: [UInt8], at later: Double = 0) throws -> LedgerVerdict {
            let entry = LedgerEntry(
                digests: [digest], of: 1_796_077_981, signed: signed + later, states: [], holder: holder)
            return try store.admit(
                entry, at: signed + later, rememberingFor: 600, within: LedgerLimits(share: 4))
        }
        for row in 0..<2 {
            let digest = try octets("SELECT hex(key) FROM ledger_key ORDER BY key LIMIT 1 OFFSET \(row)")
            #expect(digest.count == 32)
            #expect(try admit(digest) == .replayed)
        }
        #expect(throws: CertStoreError.ledgerShareFull(limit: 4)) { try admit([1]) }
        #expect(try admit([1], at: 721) == .fresh)
        #expect(try SQLiteProbe.text(path, "SELECT entries FROM ledger_holder") == "1")
    }

    /// Returns the octets that a statement shows in hexadecimal.
    private func octets(_ statement: String) throws -> [UInt8] {
        let text = try SQLiteProbe.text(path, statement)
        return stride(from: 0, to: text.count, by: 2).compactMap {
            UInt8(text.dropFirst($0).prefix(2), radix: 16)
        }
    }

    @Test(
        "leaves no octets of a key that is removed after the migration", arguments: 1...9)
    func removed(version: Int) throws {
        try take("version-\(version).db")
        let store = try CertStore.open(path)
        let held = try store.certificates().filter(\.hasPrivateKey).map(\.certificate)
        let keys = try held.map { try store.privateKey(of: $0) }
        for certificate in held { #expect(try store.remove(certificate)) }
        for key in keys { #expect(try StoreFixture.files(in: directory, holding: key).isEmpty) }
    }

    @Test(
        "has the same tables and columns as a new one after the migration", arguments: 1...9)
    func schema(version: Int) throws {
        try take("version-\(version).db")
        _ = try CertStore.open(path)
        _ = try CertStore.openOrCreate(directory.file("new.db"), encrypted: false)
        #expect(try Self.columns(path) == Self.columns(directory.file("new.db")))
        #expect(try Self.columns(path).count > 30)
    }

    @Test("is migrated once by eight that open it at the same time")
    func concurrent() async throws {
        try take("version-1.db")
        let path = path
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try CertStore.open(path).certificates().count } }
            for try await count in group { #expect(count == 3) }
        }
    }

    @Test("is not changed if a certificate in it cannot be read")
    func damaged() throws {
        try take("version-1.db")
        var content = try Data(directory.octets(of: "store.db"))
        // The outermost length of every certificate in the file.
        while let found = content.range(of: Data([0x30, 0x82, 0x01])) { content[found.lowerBound] = 0x31 }
        try directory.write(content, to: "store.db")
        #expect(throws: CertStoreError.cryptography(.malformed(.certificate))) { try CertStore.open(path) }
        #expect(try directory.octets(of: "store.db")[60..<64] == [0, 0, 0, 1])
        #expect(try Self.columns(path).filter { $0.hasPrefix("certificate.") }.count == 9)
    }

    /// "table.column type", sorted.
    private static func columns(_ path: String) throws -> [String] {
        let text = try SQLiteProbe.text(
            path,
            """
            SELECT group_concat(t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull", char(10))
            FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'
            """)
        return text.split(separator: "\n").map(String.init).sorted()
    }
}
