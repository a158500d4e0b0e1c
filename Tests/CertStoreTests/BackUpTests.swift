import CMS
import Foundation
import TestSupport
import Testing

@testable import CertStore

@Suite("CertStore, backups and copies", .onlyInFiles)
struct BackUpTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }
    private var directory: TemporaryDirectory { fixture.directory }

    init() throws {
        fixture = try StoreFixture()
        try fixture.store.adopt(fixture.authority)
    }

    @Test("a backup replaces an empty file or a store, and no other file")
    func target() throws {
        let path = directory.file("backup.db")
        try directory.write([], to: "backup.db")
        try store.backUp(to: path)
        #expect(try CertStore.open(path).trustAnchors().count == 1)
        try store.backUp(to: path)
        let database = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 84)
        for content in [
            [0x41], [UInt8](repeating: 0x41, count: 99), [UInt8](repeating: 0x41, count: 500), database,
        ] {
            try directory.write(content, to: "backup.db")
            #expect(throws: CertStoreError.notAStore(path: path)) { try store.backUp(to: path) }
            #expect(try directory.octets(of: "backup.db") == content)
        }
    }

    @Test("a refused backup does not upgrade the store of an earlier version that it would have replaced")
    func earlierVersion() throws {
        let path = directory.file("backup.db")
        for version in [2, 4, 7] {
            let content = try Vectors.octets("stores/version-\(version).db")
            try directory.write(content, to: "backup.db")
            try directory.setPermissions(of: "backup.db", to: 0o600)
            #expect(throws: CertStoreError.otherStore(path: path)) { try store.backUp(to: path) }
            #expect(try directory.octets(of: "backup.db") == content, "version \(version)")
            #expect(try directory.names().filter { $0.hasPrefix("backup.db") } == ["backup.db"])
        }
        // A backup of the same store by an earlier program is replaced.
        try directory.write(Vectors.octets("stores/version-7.db"), to: "upgraded.db")
        try directory.setPermissions(of: "upgraded.db", to: 0o600)
        let upgraded = try CertStore.open(directory.file("upgraded.db"))
        try upgraded.backUp(to: path)
        #expect(try CertStore.open(path).certificates().count == upgraded.certificates().count)
    }

    @Test(
        "a backup never replaces a store that has a log, and leaves no unfinished file",
        arguments: ["-wal", "-journal"])
    func log(suffix: String) throws {
        let path = directory.file("backup.db")
        try store.backUp(to: path)
        let content = try directory.octets(of: "backup.db")
        try directory.write([1], to: "backup.db\(suffix)")
        #expect(throws: CertStoreError.storeExists(path: path)) { try store.backUp(to: path) }
        #expect(try directory.octets(of: "backup.db") == content)
        #expect(throws: CertStoreError.noDirectory(path: directory.file("a"))) {
            try store.backUp(to: directory.file("a/backup.db"))
        }
        #expect(try directory.names().filter { $0.hasSuffix(".tmp") }.isEmpty)
    }

    @Test("a backup is made under any name, and not in a directory that others may write to")
    func names() throws {
        for name in ["it's \"here\".db", "a b%?#&.db", "\u{E9}.db", "-x.db", "c;d.db"] {
            try store.backUp(to: directory.file(name))
            #expect(try CertStore.open(directory.file(name)).trustAnchors().count == 1, "\(name)")
        }
        try FileManager.default.createDirectory(
            atPath: directory.file("open"), withIntermediateDirectories: false)
        try directory.setPermissions(of: "open", to: 0o777)
        let error = CertStoreError.directoryOpenToOthers(path: directory.file("open"), mode: 0o777)
        #expect(throws: error) { try store.backUp(to: directory.file("open/backup.db")) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.file("open")).isEmpty)
    }

    @Test(
        "a copy has certificates, keys, trust, revocations and the number of the next CRL",
        arguments: [true, false])
    func content(copies: Bool) throws {
        let users = try ["a", "b", "c"].map { try fixture.issue($0) }
        for user in users {
            try store.add(
                user.certificate, uris: ["sip:\(user.certificate.fingerprint)", "sip:all@x"], key: user.key)
        }
        try store.remove(users[0].certificate)
        try store.revoke([users[1].certificate], reason: .keyCompromise, at: StoreFixture.now)
        _ = try store.changePassphrase(from: nil, to: StoreFixture.passphrase)
        let path = directory.file("copy.db")
        if copies {
            #expect(try CertStore.copy(from: fixture.path, to: path) == 3)
        } else {
            try store.backUp(to: path)
        }
        let copy = try CertStore.open(path)
        let check = try copy.check(passphrase: StoreFixture.passphrase)
        #expect(check.defects.isEmpty && check.keys == 3)
        #expect(try copy.certificates() == store.certificates() && copy.revocations() == store.revocations())
        #expect(try copy.revocationLists() == store.revocationLists() && copy.isEncrypted)
        let key = try copy.privateKey(of: users[2].certificate, passphrase: StoreFixture.passphrase)
        #expect(key.matches(users[2].certificate))
        #expect(try copy.ownAuthorities().map(\.listNumber) == store.ownAuthorities().map(\.listNumber))
        let numbers = try [(store, ListRecovery.none), (copy, .noListWasLost)].map { store, recovery in
            try store.nextRevocationLists(
                lasting: 60, recovery: recovery, passphrase: StoreFixture.passphrase,
                clock: { StoreFixture.now }, beforeCommit: { _ in }
            ).lists.first?.number.flatMap(Int.init)
        }
        // The copy has signed a CRL of its own before that one.
        #expect(try #require(numbers[1]) == #require(numbers[0]) + 1)
        if copies {
            // A copy row by row leaves out the octets of removed keys.
            #expect(try SQLiteProbe.text(path, "SELECT count(*) FROM private_key") == "3")
        }
    }

    @Test("a missing source is not copied, and leaves no target")
    func missing() throws {
        let (source, target) = (directory.file("none.db"), directory.file("copy.db"))
        #expect(throws: CertStoreError.noStore(path: source)) { try CertStore.copy(from: source, to: target) }
        #expect(try !directory.names().contains("copy.db"))
    }

    @Test("the URI of a PostgreSQL store is never shown, and a file name never taken for one")
    func locations() {
        for uri in ["postgresql://user:secret@host/store", "postgres://user:secret@host/store"] {
            guard case .postgresql(let location) = StoreLocation(uri) else {
                Issue.record("\(uri) was taken for a file name")
                continue
            }
            var dumped = ""
            dump(location, to: &dumped)
            for shown in ["\(location)", String(reflecting: location), "\(StoreLocation(uri))", dumped] {
                #expect(!shown.contains("secret"), "\(shown)")
            }
        }
        for path in ["postgresql:/x", "store.db", "./postgresql://x", "POSTGRESQL://x", ""] {
            guard case .file(path) = StoreLocation(path) else {
                Issue.record("\(path) was not taken for a file name")
                continue
            }
        }
    }
}
